package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A table as it stands in a list: all of {@link TableView} but the columns.
 *
 * @param id its id
 * @param catalog the name of its schema's catalog
 * @param schema the name of its schema
 * @param name its name
 * @param format what its files are
 * @param location an absolute URI, or null
 * @param comment a comment, or null
 * @param properties free text by key
 * @param columnCount how many columns it has
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
  "columnCount",
  "createdAt",
  "updatedAt",
  "version",
  "owner",
  "tags"
})
public record TableSummary(
    UUID id,
    String catalog,
    String schema,
    String name,
    TableFormat format,
    String location,
    String comment,
    SortedMap<String, String> properties,
    int columnCount,
    Instant createdAt,
    Instant updatedAt,
    long version,
    String owner,
    SortedMap<String, String> tags) {

  /** The summary of this table of the catalog and schema of these names. */
  public static TableSummary of(String catalog, String schema, TableEntity table) {
    return new TableSummary(
        table.id(),
        catalog,
        schema,
        table.name(),
        table.format(),
        table.location(),
        table.comment(),
        table.properties(),
        table.columns().size(),
        table.createdAt(),
        table.updatedAt(),
        table.version(),
        table.owner(),
        table.tags());
  }
}
