package io.arco.catalog;

import io.arco.catalog.CatalogEvent.EntityAltered;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * One thing in the catalog: an immutable record. Its JSON, with the properties in the order pinned
 * on each record and nulls left out, is what the state hash is made of; so a field added later is
 * absent, not null or empty, wherever it is not used.
 */
public sealed interface Entity permits CatalogEntity, SchemaEntity, TableEntity, ObjectEntity {
  /** Which kind of thing. */
  EntityKind kind();

  /** Its id, the same for life: through renames and moves. */
  UUID id();

  /** The id of the entity it belongs to; null for a catalog. */
  UUID parentId();

  /** Its name, unique among its parent's children of the same kind. */
  String name();

  /** What a person says about it, or null. */
  String comment();

  /** Who answers for it, or null. */
  String owner();

  /** What it is marked with: keys, each with a value that may be empty; sorted, never null. */
  SortedMap<String, String> tags();

  /** Free text by key, sorted by the keys' UTF-8 bytes; never null. */
  SortedMap<String, String> properties();

  /** When it was created, in whole milliseconds. */
  Instant createdAt();

  /** When it was last changed itself; what happens to its children is no change of it. */
  Instant updatedAt();

  /** 1 when created, one more with each change of itself. */
  long version();

  /** This entity after the event, which is about it. */
  Entity altered(EntityAltered event, Instant at);
}
