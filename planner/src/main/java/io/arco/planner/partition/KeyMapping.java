package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.MappingSpec.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /** For each upstream static dimension, its place by the downstream's, or null: any. */
  private final List<int[]> places = new ArrayList<>();

  /** The index of the downstream's static dimension that gives it. */
  private final List<Integer> sources = new ArrayList<>();

  private final boolean isAligned;

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
    List<StaticDimension> mine = downstream.spec().statics();
    if (mapping.kind() != Type.ALL) {
      for (StaticDimension target : upstream.spec().statics()) {
        aligned &= pair(target, mine);
      }
    }
    this.isAligned = aligned;
  }

  /** Whether the target is at the same index with the same values. */
  private boolean pair(StaticDimension target, List<StaticDimension> mine) {
    String name = mapping.sourceOf(target.name());
    if (name.equals(MappingSpec.ANY)) {
      places.add(null);
      sources.add(-1);
      return false;
    }
    int index = 0;
    while (!mine.get(index).name().equals(name)) {
      index++;
    }
    StaticDimension source = mine.get(index);
    places.add(source.values().stream().mapToInt(target::placeOf).toArray());
    sources.add(index);
    return index == sources.size() - 1 && source.values().equals(target.values());
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
    int[] row = new int[downstream.width()];
    var positions = keys.iterator();
    while (positions.hasNext()) {
      int period = positions.peekNext() / downstream.width();
      long end = ((long) period + 1) * downstream.width();
      int count = 0;
      while (positions.hasNext() && positions.peekNext() < end) {
        row[count++] = positions.next() % downstream.width();
      }
      image.add(period, row, count);
    }
    return image.keys.build();
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

  /** The keys needed by a list of rows, collected period by period. */
  private final class Image {
    private final KeySet.Builder keys = new KeySet.Builder();
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
      int width = upstream.width();
      if (lastPlaces.length == width) {
        keys.add((long) periods[0] * width, (long) periods[1] * width);
        return;
      }
      for (int needed = periods[0]; needed < periods[1]; needed++) {
        for (int place : lastPlaces) {
          keys.add(needed * width + place);
        }
      }
    }

    /** The places in a period of the upstream that any of these places needs, ascending. */
    private int[] placesOf(int[] row) {
      if (isAligned) {
        return row;
      }
      if (isAnyPlace()) {
        return java.util.stream.IntStream.range(0, upstream.width()).toArray();
      }
      KeySet.Builder all = new KeySet.Builder();
      for (int place : row) {
        addPlaces(place, 0, 0, all);
      }
      var sorted = all.build().iterator();
      int[] found = new int[upstream.width()];
      int count = 0;
      while (sorted.hasNext()) {
        found[count++] = sorted.next();
      }
      return Arrays.copyOf(found, count);
    }

    private void addPlaces(int place, int dimension, int before, KeySet.Builder all) {
      if (dimension == places.size()) {
        all.add(before);
        return;
      }
      int count = upstream.spec().statics().get(dimension).values().size();
      int[] given = places.get(dimension);
      if (given != null) {
        int target = given[ownPlace(place, sources.get(dimension))];
        if (target >= 0) {
          addPlaces(place, dimension + 1, before * count + target, all);
        }
        return;
      }
      for (int any = 0; any < count; any++) {
        addPlaces(place, dimension + 1, before * count + any, all);
      }
    }
  }

  private boolean isAnyPlace() {
    return places.stream().allMatch(given -> given == null);
  }

  /** The place within one static dimension of the downstream. */
  private int ownPlace(int place, int dimension) {
    List<StaticDimension> mine = downstream.spec().statics();
    int rest = place;
    for (int i = mine.size() - 1; i > dimension; i--) {
      rest /= mine.get(i).values().size();
    }
    return rest % mine.get(dimension).values().size();
  }
}
