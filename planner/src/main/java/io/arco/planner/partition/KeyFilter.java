package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which keys of any asset are asked for: those of one of its keys' shape that it names, and of
 * other shapes those that overlap: whose period overlaps, and whose values are the same in the
 * dimensions that both have.
 *
 * @param boxes any of them
 * @param keys keys by name
 */
public record KeyFilter(List<Box> boxes, List<PartitionKey> keys) {
  /** All keys. */
  public static final KeyFilter ALL =
      new KeyFilter(List.of(new Box(null, null, new TreeMap<>())), List.of());

  /** Copies the lists. */
  public KeyFilter {
    boxes = List.copyOf(boxes);
    keys = List.copyOf(keys);
  }

  /**
   * A range of time and some values.
   *
   * @param from periods end after it; null is always
   * @param to periods begin before it; null is always
   * @param values of static dimensions by name; what is not named is any
   */
  public record Box(Instant from, Instant to, SortedMap<String, Set<String>> values) {}

  /**
   * With what its keys mean for assets of other shapes.
   *
   * @param spaces of all assets that are asked for
   * @return by key, the boxes of the assets that have it; empty for a key that nobody has
   */
  public Map<PartitionKey, List<Box>> boxesOf(List<KeySpace> spaces) {
    Map<PartitionKey, List<Box>> all = new TreeMap<>();
    for (PartitionKey key : keys) {
      List<Box> found = new ArrayList<>();
      for (KeySpace space : spaces) {
        int position = space.positionOf(key);
        if (position >= 0) {
          found.add(boxOf(space, key, position / space.width()));
        }
      }
      all.put(key, found.stream().distinct().toList());
    }
    return all;
  }

  private static Box boxOf(KeySpace space, PartitionKey key, int period) {
    boolean isTimed = space.spec().time().isPresent();
    SortedMap<String, Set<String>> values = new TreeMap<>();
    for (StaticDimension dimension : space.spec().statics()) {
      PartitionValue.Text text = (PartitionValue.Text) key.values().get(dimension.name());
      values.put(dimension.name(), Set.of(text.value()));
    }
    return new Box(
        isTimed ? space.startOf(period) : null, isTimed ? space.endOf(period) : null, values);
  }

  /**
   * The keys of a space that are asked for.
   *
   * @param keyBoxes of {@link #boxesOf}
   */
  public KeySet select(KeySpace space, Map<PartitionKey, List<Box>> keyBoxes) {
    KeySet.Builder selected = new KeySet.Builder();
    boxes.forEach(box -> add(space, box, selected));
    for (PartitionKey key : keys) {
      if (space.isShapeOf(key)) {
        int position = space.positionOf(key);
        if (position >= 0) {
          selected.add(position);
        }
      } else {
        keyBoxes.get(key).forEach(box -> add(space, box, selected));
      }
    }
    return selected.build();
  }

  private static void add(KeySpace space, Box box, KeySet.Builder selected) {
    boolean isTimed = space.spec().time().isPresent();
    int first = isTimed && box.from() != null ? space.periodEndingAfter(box.from()) : 0;
    int end = isTimed && box.to() != null ? space.periodFrom(box.to()) : space.periods();
    int[] places = isAnyPlace(space, box) ? null : places(space, box);
    if (places == null || places.length == space.width()) {
      selected.add((long) first * space.width(), (long) end * space.width());
      return;
    }
    for (int period = first; period < end; period++) {
      for (int place : places) {
        selected.add(period * space.width() + place);
      }
    }
  }

  private static boolean isAnyPlace(KeySpace space, Box box) {
    return space.spec().statics().stream()
        .noneMatch(dimension -> box.values().containsKey(dimension.name()));
  }

  /** The combinations of static values that a box allows, ascending. */
  private static int[] places(KeySpace space, Box box) {
    int[] places = {0};
    for (StaticDimension dimension : space.spec().statics()) {
      Set<String> allowed = box.values().get(dimension.name());
      List<String> values = dimension.values();
      int[] good =
          IntStream.range(0, values.size())
              .filter(i -> allowed == null || allowed.contains(values.get(i)))
              .toArray();
      places =
          IntStream.of(places)
              .flatMap(place -> IntStream.of(good).map(i -> place * values.size() + i))
              .toArray();
    }
    return places;
  }
}
