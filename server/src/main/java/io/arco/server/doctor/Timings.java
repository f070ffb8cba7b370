package io.arco.server.doctor;

import java.util.Arrays;

/**
 * How long one kind of request took.
 *
 * @param p50 half were as quick, in milliseconds
 * @param p90 nine of ten were
 * @param p99 ninety-nine of a hundred were
 * @param max none was slower
 */
public record Timings(double p50, double p90, double p99, double max) {
  /** From the times of all requests, in nanoseconds; at least one. */
  static Timings of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Timings(at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
  }

  /** The least time that so many percent do not exceed. */
  private static double at(long[] sorted, int percent) {
    int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return Math.round(sorted[Math.max(0, index)] / 1e4) / 100.0;
  }
}
