package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogEvent.EntityAltered;
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
 * @param owner who answers for it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
 */
@JsonPropertyOrder({
  "id",
  "name",
  "comment",
  "properties",
  "createdAt",
  "updatedAt",
  "version",
  "owner",
  "tags"
})
public record CatalogEntity(
    UUID id,
    String name,
    String comment,
    SortedMap<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    long version,
    String owner,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
    implements Entity {

  /** Copies properties and tags; null is none. */
  public CatalogEntity {
    properties = SortedProperties.copyOf(properties);
    tags = SortedProperties.copyOf(tags);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.CATALOG;
  }

  @Override
  public UUID parentId() {
    return null;
  }

  @Override
  public CatalogEntity altered(EntityAltered event, Instant at) {
    return new CatalogEntity(
        id,
        event.nameAfter(),
        event.commentAfter(this),
        event.propertiesAfter(this),
        createdAt,
        at,
        version + 1,
        event.ownerAfter(this),
        event.tagsAfter(this));
  }
}
