package io.arco.planner.partition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long the periods of a time dimension are, from the finest to the coarsest. */
public enum Grain {
  /** 3,600 seconds. */
  HOUR,
  /** From a local time of one day to the same of the next. */
  DAY,
  /** Seven days. */
  WEEK,
  /** A calendar month. */
  MONTH,
  /** A calendar year. */
  YEAR;

  /** As it stands in JSON. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The grain of this text. */
  public static Optional<Grain> of(String text) {
    return Arrays.stream(values()).filter(grain -> grain.text().equals(text)).findFirst();
  }

  /** The texts of all. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Grain::text).toList();
  }
}
