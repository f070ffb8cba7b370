package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogEvent.EntityAltered;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * An entity of a kind with {@link Details}: a view, a volume, a function, a model. For the fields
 * not told here see {@link Entity}.
 *
 * @param id its id
 * @param parentId the id of what it belongs to
 * @param name its name
 * @param comment what a person says about it, or null
 * @param properties free text by key
 * @param details what only its kind has
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 * @param owner who answers for it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
 */
@JsonPropertyOrder({
  "id",
  "parentId",
  "name",
  "comment",
  "properties",
  "details",
  "createdAt",
  "updatedAt",
  "version",
  "owner",
  "tags"
})
public record ObjectEntity(
    UUID id,
    UUID parentId,
    String name,
    String comment,
    SortedMap<String, String> properties,
    Details details,
    Instant createdAt,
    Instant updatedAt,
    long version,
    String owner,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
    implements Entity {

  /** Copies properties and tags; null is none. */
  public ObjectEntity {
    properties = SortedProperties.copyOf(properties);
    tags = SortedProperties.copyOf(tags);
  }

  @Override
  public EntityKind kind() {
    return details.kind();
  }

  @Override
  public ObjectEntity altered(EntityAltered event, Instant at) {
    return new ObjectEntity(
        id,
        event.parentAfter(parentId),
        event.nameAfter(),
        event.commentAfter(this),
        event.propertiesAfter(this),
        event.details() == null ? details : event.details(),
        createdAt,
        at,
        version + 1,
        event.ownerAfter(this),
        event.tagsAfter(this));
  }
}
