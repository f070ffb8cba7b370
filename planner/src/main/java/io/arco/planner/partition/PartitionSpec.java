package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.Dimension.TimeDimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The dimensions of an asset's partitions: none, or time and static ones. */
public final class PartitionSpec {
  /** What is not partitioned: one key. */
  public static final PartitionSpec NONE = new PartitionSpec(List.of());

  /** The most keys of one period: combinations of static values. */
  public static final int MAX_WIDTH = 1_000_000;

  /** The keys of an asset must have numbers until then, even if its time does not end. */
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  private final TimeDimension time;
  private final List<StaticDimension> statics = new ArrayList<>();

  private PartitionSpec(List<Dimension> dimensions) {
    TimeDimension found = null;
    for (Dimension dimension : dimensions) {
      if (dimension instanceof StaticDimension values) {
        statics.add(values);
      } else if (found == null) {
        found = (TimeDimension) dimension;
      } else {
        throw new IllegalArgumentException("two dimensions of time");
      }
    }
    statics.sort(Comparator.comparing(Dimension::name));
    time = found;
  }

  /**
   * The spec of these dimensions, in any order.
   *
   * @throws IllegalArgumentException if two are of time
   */
  public static PartitionSpec of(List<Dimension> dimensions) {
    return dimensions.isEmpty() ? NONE : new PartitionSpec(dimensions);
  }

  /** The spec of canonical descriptions. */
  public static PartitionSpec ofSpecs(List<DimensionSpec> specs) {
    return of(specs.stream().map(DimensionReader::canonical).toList());
  }

  /** Its dimension of time, if it has one. */
  public Optional<TimeDimension> time() {
    return Optional.ofNullable(time);
  }

  /** Its static dimensions, by name. */
  public List<StaticDimension> statics() {
    return List.copyOf(statics);
  }

  /** All dimensions, time first. */
  public List<Dimension> dimensions() {
    List<Dimension> all = new ArrayList<>();
    time().ifPresent(all::add);
    all.addAll(statics);
    return all;
  }

  /** The dimension of this name. */
  public Optional<Dimension> dimension(String name) {
    return dimensions().stream().filter(dimension -> dimension.name().equals(name)).findFirst();
  }

  /** The canonical descriptions. */
  public List<DimensionSpec> specs() {
    return dimensions().stream().map(Dimension::spec).toList();
  }

  /** How many keys a period has; saturated at {@link Long#MAX_VALUE}. */
  public long width() {
    long width = 1;
    for (StaticDimension dimension : statics) {
      width =
          width > Long.MAX_VALUE / dimension.values().size()
              ? Long.MAX_VALUE
              : width * dimension.values().size();
    }
    return width;
  }

  /**
   * Whether a period has at most {@link #MAX_WIDTH} keys, and all keys until the year 2100, or its
   * end, have places in a {@link KeySet}.
   */
  public boolean isCountable() {
    long periods = Math.max(1, periods(time != null && time.end() < Long.MAX_VALUE ? null : FAR));
    return width() <= Math.min(MAX_WIDTH, Integer.MAX_VALUE / periods);
  }

  /** The keys that there are when it is this time. */
  public KeySpace at(Instant logicalTime) {
    return new KeySpace(this, Math.toIntExact(periods(logicalTime)));
  }

  /** How many periods have ended; null: all until the end. */
  private long periods(Instant at) {
    if (time == null) {
      return 1;
    }
    // Of those that begin at or before it all but the last have ended.
    long ended = at == null ? time.end() : Math.min(time.grid().ordinalAt(at), time.end());
    return Math.max(0, ended - time.first());
  }

  /** The period of a key; empty if there is no dimension of time, or it has no such period. */
  public Optional<Period> periodOf(PartitionKey key) {
    return time()
        .filter(dimension -> key.values().containsKey(dimension.name()))
        .filter(dimension -> dimension.grid().has(key.values().get(dimension.name())))
        .map(
            dimension -> {
              TimeGrid grid = dimension.grid();
              long ordinal = grid.ordinalOf(key.values().get(dimension.name()));
              return new Period(dimension.name(), grid.startOf(ordinal), grid.startOf(ordinal + 1));
            });
  }
}
