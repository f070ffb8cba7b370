package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A table. For the fields not told here see {@link Entity}.
 *
 * @param id its id
 * @param schemaId the schema it belongs to
 * @param name its name, unique in the schema
 * @param format what its files are
 * @param location an absolute URI of a file or directory, or null
 * @param comment what a person says about it, or null
 * @param properties free text by key
 * @param columns in order; a column's position is its index here
 * @param lastColumnId the highest id any of its columns ever had, dropped ones included; 0: none
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 */
@JsonPropertyOrder({
  "id",
  "schemaId",
  "name",
  "format",
  "location",
  "comment",
  "properties",
  "columns",
  "lastColumnId",
  "createdAt",
  "updatedAt",
  "version"
})
public record TableEntity(
    UUID id,
    UUID schemaId,
    String name,
    TableFormat format,
    String location,
    String comment,
    SortedMap<String, String> properties,
    List<Column> columns,
    int lastColumnId,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Entity {

  /** Copies properties and columns; null properties are none. */
  public TableEntity {
    properties = SortedProperties.copyOf(properties);
    columns = List.copyOf(columns);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.TABLE;
  }

  @Override
  public UUID parentId() {
    return schemaId;
  }
}
