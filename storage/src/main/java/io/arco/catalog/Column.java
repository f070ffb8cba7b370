package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.SortedMap;

/**
 * A column of a table. Its position is its index in the table's columns.
 *
 * @param id unique in its table, from 1, never used again; stays through renames and moves
 * @param name its name, unique in its table
 * @param type the canonical text of its {@link ColumnType}
 * @param nullable whether it may hold null
 * @param comment what a person says about it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
 */
@JsonPropertyOrder({"id", "name", "type", "nullable", "comment", "tags"})
public record Column(
    int id,
    String name,
    String type,
    boolean nullable,
    String comment,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags) {
  /** Keeps one copy of names and types that many columns have; null tags are none. */
  public Column {
    name = CommonTexts.shared(name);
    type = CommonTexts.shared(type);
    tags = SortedProperties.copyOf(tags);
  }

  /** A column without tags. */
  public Column(int id, String name, String type, boolean nullable, String comment) {
    this(id, name, type, nullable, comment, null);
  }
}
