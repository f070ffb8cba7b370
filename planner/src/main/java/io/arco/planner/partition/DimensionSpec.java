package io.arco.planner.partition;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One dimension of an asset's partitions as a manifest describes it: unchecked as it comes, or in
 * canonical form ({@link Dimension#spec}). What a type does not have is null.
 *
 * @param name its name in keys
 * @param type {@code time} or {@code static}
 * @param grain of time, a {@link Grain}
 * @param zone of time, a region of the time zone database; null is UTC
 * @param start of time, where the first period begins: a date, of hours a local date and time
 * @param end of time, the same of the first period that there is not; null is never
 * @param offset of time, an {@link Offset}; null is none
 * @param values of static
 */
@JsonPropertyOrder({"name", "type", "grain", "zone", "start", "end", "offset", "values"})
public record DimensionSpec(
    String name,
    String type,
    String grain,
    String zone,
    String start,
    String end,
    String offset,
    List<String> values) {
  /** The type of time dimensions. */
  public static final String TIME = "time";

  /** The type of dimensions of listed values. */
  public static final String STATIC = "static";

  /** Copies the values. */
  public DimensionSpec {
    values = values == null ? null : Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** A dimension of these values. */
  public static DimensionSpec ofValues(String name, List<String> values) {
    return new DimensionSpec(name, STATIC, null, null, null, null, null, values);
  }

  /** A dimension of time. */
  public static DimensionSpec ofTime(
      String name, Grain grain, String zone, String start, String end, String offset) {
    return new DimensionSpec(name, TIME, grain.text(), zone, start, end, offset, null);
  }
}
