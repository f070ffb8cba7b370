package io.arco.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sets of positions against sorted sets of numbers. */
class KeySetTest {
  private static final int SIZE = 200_000;
  private final Seeds seeds = Seeds.of("KeySetTest");

  private record Both(KeySet set, TreeSet<Integer> plain) {}

  private Both random() {
    KeySet.Builder builder = new KeySet.Builder();
    TreeSet<Integer> plain = new TreeSet<>();
    for (int i = seeds.below(5); i > 0; i--) {
      int from = seeds.below(SIZE);
      int to = from + seeds.below(20_000);
      builder.add(from, (long) to);
      for (int p = from; p < to; p++) {
        plain.add(p);
      }
    }
    for (int i = seeds.below(10_000); i > 0; i--) {
      int one = seeds.below(SIZE);
      builder.add(one);
      plain.add(one);
    }
    return new Both(builder.build(), plain);
  }

  private static List<Integer> list(KeySet set) {
    List<Integer> list = new ArrayList<>();
    for (int at = set.next(0); at >= 0; at = set.next(at + 1)) {
      list.add(at);
    }
    return list;
  }

  @Test
  void union_intersection_and_difference_are_those_of_plain_sets() {
    for (int round = 0; round < 40; round++) {
      Both a = random();
      Both b = random();
      TreeSet<Integer> or = new TreeSet<>(a.plain());
      or.addAll(b.plain());
      TreeSet<Integer> and = new TreeSet<>(a.plain());
      and.retainAll(b.plain());
      TreeSet<Integer> minus = new TreeSet<>(a.plain());
      minus.removeAll(b.plain());
      assertEquals(List.copyOf(or), list(a.set().or(b.set())));
      assertEquals(List.copyOf(and), list(a.set().and(b.set())));
      assertEquals(List.copyOf(minus), list(a.set().minus(b.set())));
      assertEquals(a.plain().size(), a.set().size());
      assertEquals(a.plain().isEmpty() ? -1 : a.plain().last(), a.set().last());
    }
  }

  @Test
  void moved_sets_lose_what_falls_outside() {
    for (int round = 0; round < 40; round++) {
      Both a = random();
      int by = seeds.below(2 * SIZE) - SIZE;
      List<Integer> moved =
          a.plain().stream().map(p -> p + by).filter(p -> p >= 0 && p < SIZE).toList();
      assertEquals(moved, list(a.set().moved(by, SIZE)));
    }
  }

  @Test
  void runs_are_the_longest_and_the_same_however_the_set_came_about() {
    for (int round = 0; round < 20; round++) {
      Both a = random();
      List<String> runs = new ArrayList<>();
      a.set().runs((from, to) -> runs.add(from + "-" + to));
      List<String> again = new ArrayList<>();
      KeySet.of(a.plain().stream().mapToInt(i -> i).toArray())
          .runs((from, to) -> again.add(from + "-" + to));
      assertEquals(runs, again);
      int last = -1;
      int size = 0;
      for (String run : runs) {
        int dash = run.indexOf('-');
        int from = Integer.parseInt(run.substring(0, dash));
        int to = Integer.parseInt(run.substring(dash + 1));
        assertTrue(from > last && to > from, run);
        last = to;
        size += to - from;
      }
      assertEquals(a.plain().size(), size);
    }
  }

  @Test
  void equal_sets_are_equal_however_they_are_held() {
    KeySet run = KeySet.range(0, 10_000);
    KeySet.Builder bits = new KeySet.Builder();
    for (int i = 9_999; i >= 0; i--) {
      bits.add(i);
    }
    assertEquals(run, bits.build());
    assertEquals(run.hashCode(), bits.build().hashCode());
    assertEquals(run, run.or(KeySet.of(5)));
    assertEquals("[0-9999]", run.toString());
  }

  @Test
  void the_highest_position_there_is_has_its_place() {
    KeySet top = KeySet.of(Integer.MAX_VALUE - 1);
    List<String> runs = new ArrayList<>();
    top.runs((from, to) -> runs.add(from + "-" + to));
    assertEquals(List.of("2147483646-2147483647"), runs);
    assertEquals(-1, top.next(Integer.MAX_VALUE));
  }
}
