package io.arco.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * One number that a scenario gives.
 *
 * @param scenario which
 * @param name what was measured
 * @param value how much
 * @param unit of what
 * @param target what is aimed at, as {@code <= 60}; null if nothing
 * @param met whether it is reached; null without a target
 */
@JsonPropertyOrder({"scenario", "name", "value", "unit", "target", "met"})
record Measurement(
    String scenario, String name, double value, String unit, String target, Boolean met) {

  static Measurement of(String scenario, String name, double value, String unit) {
    return new Measurement(scenario, name, value, unit, null, null);
  }

  Measurement atMost(double most) {
    return new Measurement(scenario, name, value, unit, "<= " + text(most), value <= most);
  }

  Measurement atLeast(double least) {
    return new Measurement(scenario, name, value, unit, ">= " + text(least), value >= least);
  }

  String valueText() {
    return text(value);
  }

  /** The middle one of values measured again and again. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String text(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 1_000;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", value);
  }
}
