package io.arco.planner.manifest;

import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.partition.Dimension;
import io.arco.planner.partition.Dimension.TimeDimension;
import io.arco.planner.partition.DimensionReader;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.PartitionSpec;
import io.arco.problem.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of partitions in a manifest. */
final class PartitionRules {
  private final ManifestLimits limits;
  private final Problems problems;
  private final Map<Integer, PartitionSpec> specs = new HashMap<>();

  PartitionRules(ManifestLimits limits, Problems problems) {
    this.limits = limits;
    this.problems = problems;
  }

  /** The partitions of an asset by its place in the manifest; null if they are not good. */
  PartitionSpec at(int place) {
    return specs.get(place);
  }

  /** Reads the partitions of an asset; in canonical form, none if they are not good. */
  List<DimensionSpec> of(int place, NewAsset asset) {
    List<DimensionSpec> given = asset.partitions();
    String field = "/assets/" + place + "/partitions";
    if (given == null || given.isEmpty()) {
      specs.put(place, PartitionSpec.NONE);
      return List.of();
    }
    if (given.size() > limits.dimensions()) {
      wrong(field, given.size() + " dimensions", "at most " + limits.dimensions());
      return List.of();
    }
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      read(field + "/" + i, given.get(i)).ifPresent(dimensions::add);
    }
    if (dimensions.size() < given.size() || !areTogether(field, dimensions)) {
      return List.of();
    }
    PartitionSpec spec = PartitionSpec.of(dimensions);
    if (!spec.isCountable()) {
      String most =
          "at most %d keys a period, and %d until the year 2100"
              .formatted(PartitionSpec.MAX_WIDTH, Integer.MAX_VALUE);
      wrong(field, null, most);
      return List.of();
    }
    specs.put(place, spec);
    return spec.specs();
  }

  private Optional<Dimension> read(String field, DimensionSpec spec) {
    if (spec == null) {
      wrong(field, null, "a dimension");
      return Optional.empty();
    }
    return DimensionReader.read(
        spec,
        limits.dimensionValues(),
        (place, value, expected) -> wrong(field + place, value, expected));
  }

  private boolean areTogether(String field, List<Dimension> dimensions) {
    Set<String> names = new HashSet<>();
    boolean isTimed = false;
    boolean isGood = true;
    for (int i = 0; i < dimensions.size(); i++) {
      Dimension dimension = dimensions.get(i);
      if (!names.add(dimension.name())) {
        wrong(field + "/" + i + "/name", dimension.name(), "each name once");
        isGood = false;
      }
      if (dimension instanceof TimeDimension && isTimed) {
        wrong(field + "/" + i + "/type", DimensionSpec.TIME, "one dimension of time");
        isGood = false;
      }
      isTimed |= dimension instanceof TimeDimension;
    }
    return isGood;
  }

  private void wrong(String field, String value, String expected) {
    problems.add(ErrorCode.INVALID_REQUEST, field, "These are not partitions.", value, expected);
  }
}
