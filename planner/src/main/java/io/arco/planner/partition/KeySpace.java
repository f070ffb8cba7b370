package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.Dimension.TimeDimension;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * All keys of an asset at a logical time: the product of its axes. A key's position is {@code
 * period × width + place}, where place counts the combinations of static values, the last dimension
 * fastest. As time goes on positions stay, and new ones come behind them.
 */
public final class KeySpace {
  private final PartitionSpec spec;
  private final TimeDimension time;
  private final List<StaticDimension> statics;
  private final int periods;
  private final int width;

  KeySpace(PartitionSpec spec, int periods) {
    this.spec = spec;
    this.time = spec.time().orElse(null);
    this.statics = spec.statics();
    this.periods = periods;
    this.width = Math.toIntExact(spec.width());
    Math.multiplyExact(periods, width);
  }

  /** The dimensions. */
  public PartitionSpec spec() {
    return spec;
  }

  /** How many periods have ended; 1 without a dimension of time. */
  public int periods() {
    return periods;
  }

  /** How many keys a period has. */
  public int width() {
    return width;
  }

  /** How many keys there are. */
  public int size() {
    return periods * width;
  }

  /** All of them. */
  public KeySet all() {
    return KeySet.range(0, size());
  }

  /** The key at a position. */
  public PartitionKey keyAt(int position) {
    TreeMap<String, PartitionValue> values = new TreeMap<>();
    int place = position % width;
    for (int i = statics.size() - 1; i >= 0; i--) {
      StaticDimension dimension = statics.get(i);
      int count = dimension.values().size();
      String value = dimension.values().get(place % count);
      values.put(dimension.name(), new PartitionValue.Text(value));
      place /= count;
    }
    if (time != null) {
      values.put(time.name(), time.grid().valueOf(time.first() + position / width));
    }
    return new PartitionKey(values);
  }

  /** The position of a key, or -1 if it is none of these. */
  public int positionOf(PartitionKey key) {
    if (!isShapeOf(key)) {
      return -1;
    }
    int place = 0;
    for (StaticDimension dimension : statics) {
      int one = dimension.placeOf(key.values().get(dimension.name()));
      if (one < 0) {
        return -1;
      }
      place = place * dimension.values().size() + one;
    }
    int period = time == null ? 0 : periodOf(key.values().get(time.name()));
    return period < 0 ? -1 : period * width + place;
  }

  private int periodOf(PartitionValue value) {
    if (!time.grid().has(value)) {
      return -1;
    }
    long period = time.grid().ordinalOf(value) - time.first();
    return period < 0 || period >= periods ? -1 : (int) period;
  }

  /** Whether a key has these dimensions. */
  public boolean isShapeOf(PartitionKey key) {
    Set<String> names = key.values().keySet();
    int dimensions = statics.size() + (time == null ? 0 : 1);
    return names.size() == dimensions
        && (time == null || names.contains(time.name()))
        && statics.stream().allMatch(dimension -> names.contains(dimension.name()));
  }

  /** When a period begins; of what is not partitioned by time, never. */
  Instant startOf(int period) {
    return time == null ? Instant.MIN : time.grid().startOf(time.first() + period);
  }

  /** When a period ends; of what is not partitioned by time, never. */
  Instant endOf(int period) {
    return time == null ? Instant.MAX : startOf(period + 1);
  }

  /** The first period that begins at or after an instant, from 0 to {@link #periods()}. */
  int periodFrom(Instant instant) {
    return clamp(time.grid().ordinalFrom(instant));
  }

  /** The first period that ends after an instant, from 0 to {@link #periods()}. */
  int periodEndingAfter(Instant instant) {
    return clamp(time.grid().ordinalAt(instant));
  }

  private int clamp(long ordinal) {
    return (int) Math.max(0, Math.min(periods, ordinal - time.first()));
  }
}
