package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A schema: holds tables. For the fields see {@link Entity}.
 *
 * @param id its id
 * @param catalogId the catalog it belongs to
 * @param name its name, unique in the catalog
 * @param comment what a person says about it, or null
 * @param properties free text by key
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 */
@JsonPropertyOrder({
  "id",
  "catalogId",
  "name",
  "comment",
  "properties",
  "createdAt",
  "updatedAt",
  "version"
})
public record SchemaEntity(
    UUID id,
    UUID catalogId,
    String name,
    String comment,
    SortedMap<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Entity {

  /** Copies the properties; null is none. */
  public SchemaEntity {
    properties = SortedProperties.copyOf(properties);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.SCHEMA;
  }

  @Override
  public UUID parentId() {
    return catalogId;
  }
}
