package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A column of a table. Its position is its index in the table's columns.
 *
 * @param id unique in its table, from 1, never used again; stays through renames and moves
 * @param name its name, unique in its table
 * @param type the canonical text of its {@link ColumnType}
 * @param nullable whether it may hold null
 * @param comment what a person says about it, or null
 */
@JsonPropertyOrder({"id", "name", "type", "nullable", "comment"})
public record Column(int id, String name, String type, boolean nullable, String comment) {
  /** Keeps one copy of names and types that many columns have. */
  public Column {
    name = CommonTexts.shared(name);
    type = CommonTexts.shared(type);
  }
}
