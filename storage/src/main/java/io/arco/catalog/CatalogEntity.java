package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A catalog: holds schemas. For the fields see {@link Entity}.
 *
 * @param id its id
 * @param name its name, unique in the workspace
 * @param comment what a person says about it, or null
 * @param properties free text by key
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 */
@JsonPropertyOrder({"id", "name", "comment", "properties", "createdAt", "updatedAt", "version"})
public record CatalogEntity(
    UUID id,
    String name,
    String comment,
    SortedMap<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Entity {

  /** Copies the properties; null is none. */
  public CatalogEntity {
    properties = SortedProperties.copyOf(properties);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.CATALOG;
  }

  @Override
  public UUID parentId() {
    return null;
  }
}
