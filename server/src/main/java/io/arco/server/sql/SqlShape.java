package io.arco.server.sql;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What a statement takes and gives.
 *
 * @param columns of its result, in order; where they depend on the types of its parameters, one of
 *     Arrow's null type called {@code unknown}; an enumeration is text here, and text with a
 *     dictionary in the result
 * @param parameters in order, called by their numbers; one that fits more than one type is text,
 *     and takes values of other types too; times are in milliseconds, and finer ones are taken too
 * @param isExact whether the result's columns are just these, nothing unknown and no enumeration
 */
public record SqlShape(List<Field> columns, List<Field> parameters, boolean isExact) {
  /** Copies the lists. */
  public SqlShape {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }
}
