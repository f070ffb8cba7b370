package io.arco.planner.manifest;

import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.manifest.NewManifest.NewDependency;
import io.arco.planner.partition.MappingCheck;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.PartitionSpec;
import io.arco.problem.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of dependencies in a manifest: that they lead somewhere, fit, and make no circle. */
final class DependencyRules {
  private final ManifestLimits limits;
  private final Problems problems;
  private final Map<AssetKey, Integer> places;
  private final List<AssetKey> keys;

  /**
   * @param places the first asset of each key
   * @param keys of all assets, null where there is none
   */
  DependencyRules(
      ManifestLimits limits,
      Problems problems,
      Map<AssetKey, Integer> places,
      List<AssetKey> keys) {
    this.limits = limits;
    this.problems = problems;
    this.places = places;
    this.keys = keys;
  }

  /** Checks all, and puts the canonical dependencies into the assets if nothing is wrong. */
  void check(List<NewAsset> given, List<Asset> assets, PartitionRules partitions) {
    int[][] upstream = new int[given.size()][];
    List<List<Dependency>> canonical = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      List<Dependency> dependencies = new ArrayList<>();
      if (given.get(i) != null) {
        dependencies = dependencies(i, given.get(i), partitions);
      }
      upstream[i] = dependencies.stream().mapToInt(d -> places.get(d.asset())).toArray();
      canonical.add(dependencies);
    }
    for (List<Integer> cycle : Cycles.of(upstream, limits.problems())) {
      cycle(given, cycle);
    }
    if (problems.isEmpty()) {
      for (int i = 0; i < assets.size(); i++) {
        assets.set(i, with(assets.get(i), canonical.get(i)));
      }
    }
  }

  private static Asset with(Asset asset, List<Dependency> dependencies) {
    return new Asset(
        asset.key(),
        asset.kind(),
        asset.group(),
        asset.description(),
        asset.owners(),
        asset.tags(),
        asset.codeVersion(),
        asset.table(),
        asset.partitions(),
        dependencies,
        asset.retry(),
        asset.timeouts(),
        asset.checks(),
        asset.payload());
  }

  private List<Dependency> dependencies(int place, NewAsset asset, PartitionRules partitions) {
    List<NewDependency> given = asset.dependencies();
    List<Dependency> good = new ArrayList<>();
    if (given == null) {
      return good;
    }
    String field = "/assets/" + place + "/dependencies";
    if (given.size() > limits.dependencies()) {
      String most = "at most " + limits.dependencies();
      wrong(ErrorCode.LIMIT_REACHED, field, Integer.toString(given.size()), most);
      return good;
    }
    Set<AssetKey> seen = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      NewDependency dependency = given.get(i);
      String each = field + "/" + i;
      AssetKey key = dependency == null ? null : AssetKey.of(dependency.asset()).orElse(null);
      if (key == null || !places.containsKey(key)) {
        String value = dependency == null ? null : dependency.asset();
        wrong(ErrorCode.ASSET_NOT_FOUND, each + "/asset", value, "an asset of this manifest");
      } else if (!seen.add(key)) {
        wrong(ErrorCode.ALREADY_EXISTS, each + "/asset", key.text(), "each upstream once");
      } else {
        good.add(dependency(each, place, key, dependency.mapping(), partitions));
      }
    }
    good.sort(Comparator.comparing(Dependency::asset));
    return good;
  }

  private Dependency dependency(
      String field, int place, AssetKey key, MappingSpec given, PartitionRules partitions) {
    MappingSpec mapping = given == null ? MappingSpec.IDENTITY : given;
    PartitionSpec upstream = partitions.at(places.get(key));
    PartitionSpec downstream = partitions.at(place);
    if (upstream != null && downstream != null) {
      MappingCheck.check(
          mapping,
          upstream,
          downstream,
          (at, value, expected) ->
              problems.add(
                  ErrorCode.INVALID_REQUEST,
                  field + "/mapping" + at,
                  "The partitions can't be mapped so.",
                  value,
                  expected));
    }
    return new Dependency(key, canonical(mapping));
  }

  private static MappingSpec canonical(MappingSpec mapping) {
    SortedMap<String, String> pairs = new TreeMap<>();
    if (mapping.dimensions() != null) {
      mapping
          .dimensions()
          .forEach(
              (name, source) -> {
                if (!name.equals(source)) {
                  pairs.put(name, source);
                }
              });
    }
    String type = mapping.kind() == null ? mapping.type() : mapping.kind().text();
    return new MappingSpec(type, mapping.from(), mapping.to(), pairs);
  }

  private void cycle(List<NewAsset> given, List<Integer> cycle) {
    AssetKey next = keys.get(cycle.get(1));
    List<NewDependency> dependencies = given.get(cycle.get(0)).dependencies();
    int at = 0;
    while (!next.text().equals(dependencies.get(at).asset())) {
      at++;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("path", cycle.stream().map(place -> keys.get(place).text()).toList());
    problems.add(
        ErrorCode.INVALID_MANIFEST,
        "/assets/" + cycle.get(0) + "/dependencies/" + at,
        "Assets are made from each other in a circle.",
        details);
  }

  private void wrong(ErrorCode code, String field, String value, String expected) {
    problems.add(code, field, "The dependency leads nowhere.", value, expected);
  }
}
