package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * A change of one column, as the caller said it, unchecked. Null: not said.
 *
 * @param change what is done
 * @param column which column, by its name before the request; not of a new one
 * @param name the name of a new column, or the new name of another
 * @param type the text of a {@link ColumnType}
 * @param nullable whether it may hold null; null for a new column: it may
 * @param comment its comment
 * @param tags by key; null takes a tag away
 * @param position where it stands from now on, from 0, among the columns there are at this moment;
 *     null: a new column at the end, another where it is
 */
@JsonPropertyOrder({"change", "column", "name", "type", "nullable", "comment", "tags", "position"})
public record ColumnChange(
    Kind change,
    String column,
    String name,
    String type,
    Boolean nullable,
    Change<String> comment,
    Change<Map<String, String>> tags,
    Integer position) {
  /** What is done to a column. */
  public enum Kind {
    /** A new column. */
    @JsonProperty("add")
    ADD,
    /** The column goes; its id is never used again. */
    @JsonProperty("drop")
    DROP,
    /** The column becomes another in what is said of it. */
    @JsonProperty("alter")
    ALTER
  }

  /** A new column at the end. */
  public static ColumnChange add(String name, String type) {
    return new ColumnChange(Kind.ADD, null, name, type, null, null, null, null);
  }

  /** A column goes. */
  public static ColumnChange drop(String column) {
    return new ColumnChange(Kind.DROP, column, null, null, null, null, null, null);
  }
}
