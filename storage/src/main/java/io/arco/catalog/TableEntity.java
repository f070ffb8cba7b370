package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogEvent.EntityAltered;
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
 * @param owner who answers for it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
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
  "version",
  "owner",
  "tags"
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
    long version,
    String owner,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
    implements Entity {

  /** Copies properties, tags and columns; null properties and tags are none. */
  public TableEntity {
    properties = SortedProperties.copyOf(properties);
    tags = SortedProperties.copyOf(tags);
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

  @Override
  public TableEntity altered(EntityAltered event, Instant at) {
    return new TableEntity(
        id,
        event.parentAfter(schemaId),
        event.nameAfter(),
        format,
        Change.after(event.location(), location),
        event.commentAfter(this),
        event.propertiesAfter(this),
        event.columns() == null ? columns : event.columns(),
        event.lastColumnId() == null ? lastColumnId : event.lastColumnId(),
        createdAt,
        at,
        version + 1,
        event.ownerAfter(this),
        event.tagsAfter(this));
  }
}
