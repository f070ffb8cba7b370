package io.arco.planner.partition;

import io.arco.planner.partition.PartitionValue.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One axis of an asset's partitions, checked. */
public sealed interface Dimension {
  /** Its name in keys. */
  String name();

  /** The canonical form of its description. */
  DimensionSpec spec();

  /**
   * A dimension of time.
   *
   * @param name its name
   * @param spec its canonical description
   * @param grid all periods of its kind
   * @param first the ordinal of its first period
   * @param end the ordinal behind its last period; {@link Long#MAX_VALUE} if it never ends
   */
  record TimeDimension(String name, DimensionSpec spec, TimeGrid grid, long first, long end)
      implements Dimension {}

  /** A dimension of listed values, sorted. */
  final class StaticDimension implements Dimension {
    private final String name;
    private final List<String> values;
    private final Map<String, Integer> places = new HashMap<>();

    StaticDimension(String name, List<String> sorted) {
      this.name = name;
      this.values = List.copyOf(sorted);
      for (int i = 0; i < values.size(); i++) {
        places.put(values.get(i), i);
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public DimensionSpec spec() {
      return DimensionSpec.ofValues(name, values);
    }

    /** Its values, sorted by their UTF-8 bytes. */
    public List<String> values() {
      return values;
    }

    /** The place of a value, or -1. */
    public int placeOf(String value) {
      return places.getOrDefault(value, -1);
    }

    /** The place of a value in a key, or -1. */
    int placeOf(PartitionValue value) {
      return value instanceof Text text ? placeOf(text.value()) : -1;
    }
  }
}
