package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A schema as callers see it. For the fields see {@link Entity}.
 *
 * @param id its id
 * @param catalog the name of its catalog
 * @param name its name
 * @param comment a comment, or null
 * @param properties free text by key
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param version counts its changes from 1
 * @param owner who answers for it, or null
 * @param tags what it is marked with: keys, each with a value that may be empty
 */
@JsonPropertyOrder({
  "id",
  "catalog",
  "name",
  "comment",
  "properties",
  "createdAt",
  "updatedAt",
  "version",
  "owner",
  "tags"
})
public record SchemaView(
    UUID id,
    String catalog,
    String name,
    String comment,
    SortedMap<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    long version,
    String owner,
    SortedMap<String, String> tags) {

  /** The view of this schema of the catalog of this name. */
  public static SchemaView of(String catalog, SchemaEntity schema) {
    return new SchemaView(
        schema.id(),
        catalog,
        schema.name(),
        schema.comment(),
        schema.properties(),
        schema.createdAt(),
        schema.updatedAt(),
        schema.version(),
        schema.owner(),
        schema.tags());
  }
}
