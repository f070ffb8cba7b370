package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.MappingSpec.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which keys of one space keys of another need: a {@link MappingSpec} between two key spaces. For
 * each period of the downstream it is an interval of periods of the upstream, for each combination
 * of static values some combinations; the keys needed are their product.
 */
public final class KeyMapping {
  private final MappingSpec mapping;
  private final KeySpace upstream;
  private final KeySpace downstream;
  private final boolean isAnyTime;

  /** What of the upstream's static dimensions is given by one of the downstream's. */
  private final List<Pair> pairs = new ArrayList<>();

  /** What its other static dimensions add to a place, for all their values. */
  private int[] anyPlaces = {0};

  private final boolean isAligned;

  /**
   * A static dimension given by another.
   *
   * @param places by the place in the downstream's dimension, that in the upstream's; -1 for none
   * @param sourceStride how far apart two values of the downstream's are
   * @param targetStride how far apart two values of the upstream's are
   */
  private record Pair(int[] places, int sourceStride, int targetStride) {}

  /** A mapping that {@link MappingCheck} has nothing against. */
  public KeyMapping(MappingSpec mapping, KeySpace upstream, KeySpace downstream) {
    this.mapping = mapping;
    this.upstream = upstream;
    this.downstream = downstream;
    this.isAnyTime =
        upstream
            .spec()
            .time()
            .map(time -> mapping.sourceOf(time.name()).equals(MappingSpec.ANY))
            .orElse(false);
    boolean aligned = upstream.width() == downstream.width();
    if (mapping.kind() != Type.ALL) {
      for (StaticDimension target : upstream.spec().statics()) {
        aligned &= pair(target);
      }
    }
    this.isAligned = aligned;
  }

  /** Whether the target is at the same place with the same values. */
  private boolean pair(StaticDimension target) {
    int targetStride = stride(upstream, target.name());
    String name = mapping.sourceOf(target.name());
    if (name.equals(MappingSpec.ANY)) {
      int[] before = anyPlaces;
      anyPlaces =
          IntStream.range(0, target.values().size())
              .flatMap(i -> IntStream.of(before).map(any -> any + i * targetStride))
              .toArray();
      return false;
    }
    StaticDimension source = (StaticDimension) downstream.spec().dimension(name).orElseThrow();
    int sourceStride = stride(downstream, name);
    int[] places = source.values().stream().mapToInt(target::placeOf).toArray();
    pairs.add(new Pair(places, sourceStride, targetStride));
    return sourceStride == targetStride && source.values().equals(target.values());
  }

  /** How far apart two values of a static dimension are in a space. */
  private static int stride(KeySpace space, String name) {
    int stride = 1;
    List<StaticDimension> statics = space.spec().statics();
    for (int i = statics.size() - 1; !statics.get(i).name().equals(name); i--) {
      stride *= statics.get(i).values().size();
    }
    return stride;
  }

  /** The space of the upstream. */
  public KeySpace upstream() {
    return upstream;
  }

  /** The keys of the upstream that any of these needs and that there are. */
  public KeySet upstreamOf(KeySet keys) {
    if (keys.isEmpty() || upstream.size() == 0) {
      return KeySet.EMPTY;
    }
    if (mapping.kind() == Type.ALL) {
      return upstream.all();
    }
    if (isAligned && isShift()) {
      return shifted(keys);
    }
    return byPeriods(keys);
  }

  private boolean isShift() {
    return upstream.spec().time().isPresent()
        && !isAnyTime
        && (mapping.kind() == Type.IDENTITY || mapping.kind() == Type.WINDOW);
  }

  /** How many periods later the downstream's space begins than the upstream's. */
  private long lag() {
    return downstream.spec().time().orElseThrow().first()
        - upstream.spec().time().orElseThrow().first();
  }

  /** Every key moved by each number of periods of the window. */
  private KeySet shifted(KeySet keys) {
    long own = downstream.periods();
    long from = Math.max(-own, lag() + (mapping.from() == null ? 0 : mapping.from()));
    long to = Math.min(upstream.periods(), lag() + (mapping.to() == null ? 0 : mapping.to()));
    if (from > to) {
      return KeySet.EMPTY;
    }
    // First by 0, 1, 2 … periods, then all of them together to where the window begins: on the way
    // nothing falls off in front. Positions of two spaces together fit into 32 bits.
    long width = upstream.width();
    long limit = upstream.size() + Math.max(0, -from) * width;
    KeySet spread = keys;
    long have = 1;
    while (have < to - from + 1) {
      long step = Math.min(have, to - from + 1 - have);
      spread = spread.or(spread.moved(step * width, limit));
      have += step;
    }
    return spread.moved(from * width, upstream.size());
  }

  private KeySet byPeriods(KeySet keys) {
    Image image = new Image();
    int width = downstream.width();
    var positions = keys.iterator();
    int[] row = new int[8];
    while (positions.hasNext()) {
      int period = positions.peekNext() / width;
      int count = 0;
      while (positions.hasNext() && positions.peekNext() / width == period) {
        row = count < row.length ? row : Arrays.copyOf(row, 2 * count);
        row[count++] = positions.next() % width;
      }
      image.add(period, row, count);
    }
    return image.end();
  }

  /** The first period of the upstream that a period needs, and the first that it does not. */
  private int[] periodsOf(int period) {
    if (upstream.spec().time().isEmpty()) {
      return new int[] {0, 1};
    }
    int last = upstream.periods();
    if (isAnyTime) {
      return new int[] {0, last};
    }
    return switch (mapping.kind()) {
      case ALL -> new int[] {0, last};
      case LATEST -> new int[] {last - 1, last};
      case IDENTITY -> window(period, 0, 0);
      case WINDOW -> window(period, mapping.from(), mapping.to());
      case ROLLUP ->
          new int[] {
            upstream.periodFrom(downstream.startOf(period)),
            upstream.periodFrom(downstream.endOf(period))
          };
      case FANOUT -> containing(downstream.startOf(period));
    };
  }

  private int[] window(int period, int from, int to) {
    long own = period + lag();
    return new int[] {
      (int) Math.max(0, Math.min(upstream.periods(), own + from)),
      (int) Math.max(0, Math.min(upstream.periods(), own + to + 1))
    };
  }

  private int[] containing(Instant instant) {
    int period = upstream.periodEndingAfter(instant);
    boolean isThere = period < upstream.periods() && !upstream.startOf(period).isAfter(instant);
    return new int[] {period, isThere ? period + 1 : period};
  }

  /**
   * The keys needed by rows that come by ascending period. What a place of the upstream is needed
   * for are intervals of periods that ascend too, so that each place has one interval open: it
   * grows, or is written and another begins. So a key is written once, however many need it.
   */
  private final class Image {
    /** Stands for all places. */
    private static final int ALL = -1;

    private final KeySet.Builder keys = new KeySet.Builder();
    private final Map<Integer, int[]> open = new HashMap<>();
    private int[] lastRow = new int[0];
    private int[] lastPlaces = new int[0];

    void add(int period, int[] row, int count) {
      int[] periods = periodsOf(period);
      if (periods[0] >= periods[1]) {
        return;
      }
      if (!Arrays.equals(lastRow, 0, lastRow.length, row, 0, count)) {
        lastRow = Arrays.copyOf(row, count);
        lastPlaces = placesOf(lastRow);
      }
      if (lastPlaces.length == upstream.width()) {
        grow(ALL, periods);
        return;
      }
      for (int place : lastPlaces) {
        grow(place, periods);
      }
    }

    private void grow(int place, int[] periods) {
      int[] interval = open.get(place);
      if (interval != null && periods[0] <= interval[1]) {
        interval[1] = Math.max(interval[1], periods[1]);
        return;
      }
      if (interval != null) {
        write(place, interval);
      }
      open.put(place, periods.clone());
    }

    private void write(int place, int[] periods) {
      int width = upstream.width();
      if (place == ALL) {
        keys.add((long) periods[0] * width, (long) periods[1] * width);
        return;
      }
      for (int period = periods[0]; period < periods[1]; period++) {
        keys.add(period * width + place);
      }
    }

    KeySet end() {
      open.forEach(this::write);
      return keys.build();
    }
  }

  /** The places in a period of the upstream that any of these places needs, each once. */
  private int[] placesOf(int[] row) {
    if (isAligned) {
      return row;
    }
    KeySet.Builder bases = new KeySet.Builder();
    for (int place : row) {
      int base = baseOf(place);
      if (base >= 0) {
        bases.add(base);
      }
    }
    KeySet.Builder all = new KeySet.Builder();
    bases.build().runs((from, to) -> addAny(from, to, all));
    return all.build().toArray();
  }

  private void addAny(int from, int to, KeySet.Builder all) {
    for (int base = from; base < to; base++) {
      for (int any : anyPlaces) {
        all.add(base + any);
      }
    }
  }

  /** The place that a place needs where dimensions of any value have their first; -1 if none. */
  private int baseOf(int place) {
    int base = 0;
    for (Pair pair : pairs) {
      int target = pair.places()[place / pair.sourceStride() % pair.places().length];
      if (target < 0) {
        return -1;
      }
      base += target * pair.targetStride();
    }
    return base;
  }
}
