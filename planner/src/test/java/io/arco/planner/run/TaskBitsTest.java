package io.arco.planner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.testing.Seeds;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Sets of tasks against {@link BitSet}. */
class TaskBitsTest {
  @Test
  void the_last_task_that_is_missing_is_found_whatever_is_there() {
    Seeds seeds = Seeds.of("TaskBitsTest");
    for (int round = 0; round < 200; round++) {
      int tasks = 1 + seeds.below(300);
      int full = seeds.below(5);
      TaskBits bits = TaskBits.none(tasks);
      BitSet plain = new BitSet();
      for (int task = 0; task < tasks; task++) {
        if (seeds.below(5) < full) {
          bits = bits.plus(task);
          plain.set(task);
        }
      }
      for (int i = 0; i < 50; i++) {
        int from = seeds.below(tasks);
        int to = from + seeds.below(tasks - from + 1);
        int last = to == 0 ? -1 : plain.previousClearBit(to - 1);
        assertEquals(last >= from && last < to ? last : -1, bits.lastAbsent(from, to));
        assertEquals(plain.get(from), bits.has(from));
      }
    }
  }
}
