package io.arco.planner.run;

import java.util.Arrays;

/** Collects ascending ranges of numbers; adjacent ones are joined. */
final class Ranges {
  private int[] numbers = new int[2];
  private int count;

  void add(int from, int to) {
    if (count > 0 && numbers[count - 1] == from) {
      numbers[count - 1] = to;
      return;
    }
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = from;
    numbers[count++] = to;
  }

  /** From, to, from, to … */
  int[] toArray() {
    return Arrays.copyOf(numbers, count);
  }
}
