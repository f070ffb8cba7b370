package io.arco.bench;

import java.util.Arrays;

/** Every latency that was measured: percentiles are exact. Not thread-safe. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int count;
  private boolean sorted;

  void add(long nano) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = nano;
    sorted = false;
  }

  int count() {
    return count;
  }

  /**
   * The least latency that so many per cent of the requests did not exceed, in milliseconds.
   *
   * @param percent above 0, at most 100
   */
  double millis(double percent) {
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    int rank = (int) Math.ceil(percent / 100 * count);
    return nanos[Math.max(0, rank - 1)] / 1e6;
  }
}
