package io.arco.planner.manifest;

import io.arco.catalog.EntityPath;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Judges a manifest whole, and brings it into canonical form. A pure function of the manifest: what
 * is deployed already does not matter.
 */
public final class ManifestRules {
  /** Kinds and groups. */
  static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  /** Names of tags. */
  static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@/-]{0,62}");

  private final ManifestLimits limits;
  private final Problems problems;
  private final TextRules texts;
  private final Map<AssetKey, Integer> places = new HashMap<>();
  private final Map<TableLink, Integer> tables = new HashMap<>();

  private ManifestRules(ManifestLimits limits) {
    this.limits = limits;
    this.problems = new Problems(limits.problems());
    this.texts = new TextRules(limits, problems);
  }

  /**
   * The canonical form.
   *
   * @throws ProblemException INVALID_MANIFEST or NOT_SUPPORTED, naming every problem
   */
  public static Manifest check(NewManifest manifest, ManifestLimits limits) {
    return new ManifestRules(limits).check(manifest);
  }

  private Manifest check(NewManifest manifest) {
    texts.optional("/codeVersion", manifest.codeVersion());
    texts.description("/description", manifest.description());
    List<NewAsset> given = manifest.assets();
    if (given == null || given.isEmpty() || given.size() > limits.assets()) {
      problems.add(
          ErrorCode.INVALID_MANIFEST,
          "/assets",
          "A manifest has assets.",
          given == null ? null : given.size() + " assets",
          "1 to " + limits.assets() + " assets");
      throw problems.toProblem().asException();
    }
    List<AssetKey> keys = keys(given);
    List<Asset> assets = new ArrayList<>();
    PartitionRules partitions = new PartitionRules(limits, problems);
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i) != null) {
        assets.add(
            asset("/assets/" + i, keys.get(i), given.get(i), partitions.of(i, given.get(i))));
      }
    }
    new DependencyRules(limits, problems, places, keys).check(given, assets, partitions);
    if (!problems.isEmpty()) {
      throw problems.toProblem().asException();
    }
    assets.sort(Comparator.comparing(Asset::key));
    return new Manifest(manifest.codeVersion(), manifest.description(), assets);
  }

  /** The keys of all, null where there is none. */
  private List<AssetKey> keys(List<NewAsset> given) {
    List<AssetKey> keys = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String field = "/assets/" + i;
      if (given.get(i) == null) {
        problems.add(ErrorCode.INVALID_REQUEST, field, "A value is missing.", null, "an asset");
        keys.add(null);
        continue;
      }
      String text = given.get(i).key();
      AssetKey key = AssetKey.of(text).orElse(null);
      keys.add(key);
      if (key == null) {
        problems.add(
            ErrorCode.INVALID_NAME,
            field + "/key",
            "The key of an asset is its namespace and its name.",
            text,
            "namespace.name, each " + AssetKey.SEGMENT);
      } else if (places.putIfAbsent(key, i) != null) {
        problems.add(
            ErrorCode.ALREADY_EXISTS,
            field + "/key",
            "Two assets have the same key.",
            text,
            "another than that of /assets/" + places.get(key));
      }
    }
    return keys;
  }

  private Asset asset(
      String field,
      AssetKey key,
      NewAsset asset,
      List<io.arco.planner.partition.DimensionSpec> partitions) {
    texts.word(field + "/kind", asset.kind(), true);
    texts.word(field + "/group", asset.group(), false);
    texts.description(field + "/description", asset.description());
    texts.optional(field + "/codeVersion", asset.codeVersion());
    ExecutionRules execution = new ExecutionRules(limits, texts);
    table(field + "/table", asset.table());
    return new Asset(
        key,
        asset.kind(),
        asset.group(),
        asset.description(),
        owners(field + "/owners", asset.owners()),
        tags(field + "/tags", asset.tags()),
        asset.codeVersion(),
        asset.table(),
        partitions,
        List.of(),
        execution.retry(field + "/retry", asset.retry()),
        execution.timeouts(field + "/timeouts", asset.timeouts()),
        execution.checks(field + "/checks", asset.checks()),
        new PayloadRules(limits, texts).payload(field + "/payload", asset.payload()));
  }

  private List<String> owners(String field, List<String> owners) {
    if (owners == null) {
      return List.of();
    }
    texts.count(field, owners.size(), limits.owners());
    List<String> sorted = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      texts.required(field + "/" + i, owners.get(i));
      if (owners.get(i) != null && sorted.contains(owners.get(i))) {
        texts.wrong(field + "/" + i, owners.get(i), "each owner once");
      } else if (owners.get(i) != null) {
        sorted.add(owners.get(i));
      }
    }
    sorted.sort(Utf8Order::compare);
    return sorted;
  }

  private SortedMap<String, String> tags(String field, Map<String, String> tags) {
    SortedMap<String, String> sorted = new TreeMap<>();
    if (tags == null) {
      return sorted;
    }
    texts.count(field, tags.size(), limits.tags());
    tags.forEach(
        (name, value) -> {
          String place = field + "/" + name.replace("~", "~0").replace("/", "~1");
          if (!TAG.matcher(name).matches()) {
            texts.wrong(field, name, "names of tags: " + TAG.pattern());
          } else if (value == null) {
            texts.wrong(place, null, "a text, which may be empty");
          } else if (!value.isEmpty()) {
            texts.optional(place, value);
          }
          sorted.put(name, value);
        });
    return sorted;
  }

  private void table(String field, TableLink table) {
    if (table == null) {
      return;
    }
    tableName(field + "/catalog", table.catalog());
    tableName(field + "/schema", table.schema());
    tableName(field + "/name", table.name());
    Integer other = tables.putIfAbsent(table, tables.size());
    if (other != null) {
      texts.wrong(
          field,
          table.catalog() + "." + table.schema() + "." + table.name(),
          "a table that no other asset makes");
    }
  }

  /** A name that something in the catalog can have: no task could register its table else. */
  private void tableName(String field, String name) {
    texts.required(field, name);
    if (name != null) {
      EntityPath.brokenRule(name)
          .ifPresent(
              expected ->
                  problems.add(
                      ErrorCode.INVALID_NAME,
                      field,
                      "The name breaks the rules of names.",
                      name,
                      expected));
    }
  }
}
