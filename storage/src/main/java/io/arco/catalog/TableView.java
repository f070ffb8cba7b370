package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A table as callers see it. For the fields see {@link TableEntity}.
 *
 * @param id its id
 * @param catalog the name of its schema's catalog
 * @param schema the name of its schema
 * @param name its name
 * @param format what its files are
 * @param location an absolute URI, or null
 * @param comment a comment, or null
 * @param properties free text by key
 * @param columns in order
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 * @param owner who answers for it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
 */
@JsonPropertyOrder({
  "id",
  "catalog",
  "schema",
  "name",
  "format",
  "location",
  "comment",
  "properties",
  "columns",
  "createdAt",
  "updatedAt",
  "version",
  "owner",
  "tags"
})
public record TableView(
    UUID id,
    String catalog,
    String schema,
    String name,
    TableFormat format,
    String location,
    String comment,
    SortedMap<String, String> properties,
    List<ColumnView> columns,
    Instant createdAt,
    Instant updatedAt,
    long version,
    String owner,
    SortedMap<String, String> tags) {

  /**
   * A column of a table as callers see it.
   *
   * @param id unique in its table, stays through renames and moves
   * @param position from 0
   * @param name its name
   * @param type the canonical text of its {@link ColumnType}
   * @param nullable whether it may hold null
   * @param comment a comment, or null
   * @param tags what it is marked with; left out if with nothing
   */
  @JsonPropertyOrder({"id", "position", "name", "type", "nullable", "comment", "tags"})
  public record ColumnView(
      int id,
      int position,
      String name,
      String type,
      boolean nullable,
      String comment,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags) {
    static ColumnView of(int position, Column column) {
      return new ColumnView(
          column.id(),
          position,
          column.name(),
          column.type(),
          column.nullable(),
          column.comment(),
          column.tags());
    }
  }

  /** Copies the columns. */
  public TableView {
    columns = List.copyOf(columns);
  }

  /** The view of this table of the catalog and schema of these names. */
  public static TableView of(String catalog, String schema, TableEntity table) {
    List<Column> columns = table.columns();
    return new TableView(
        table.id(),
        catalog,
        schema,
        table.name(),
        table.format(),
        table.location(),
        table.comment(),
        table.properties(),
        IntStream.range(0, columns.size()).mapToObj(i -> ColumnView.of(i, columns.get(i))).toList(),
        table.createdAt(),
        table.updatedAt(),
        table.version(),
        table.owner(),
        table.tags());
  }
}
