package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Event;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What happened in the catalog. An event says where by names, as they were then, and of whom by
 * ids, which stay; when it happened is the commit's time. Its JSON is a public format: one schema
 * per event, {@code arco/schema/events/catalog-*.json} in {@code proto}.
 */
public sealed interface CatalogEvent extends Event {
  /** Whom it is about. */
  UUID id();

  /** Where that stood: after it was created, before it was deleted. */
  EntityPath path();

  /** An event that puts an entity where nothing stood. */
  sealed interface Created extends CatalogEvent {
    /** The entity it makes. */
    Entity entity(Instant at);
  }

  /** An event that takes an entity away, with all below it. */
  sealed interface Deleted extends CatalogEvent {}

  /**
   * A catalog was created.
   *
   * @param id its id
   * @param name its name
   * @param comment a comment, or null
   * @param properties never null
   */
  @JsonPropertyOrder({"id", "name", "comment", "properties"})
  record CatalogCreated(UUID id, String name, String comment, SortedMap<String, String> properties)
      implements Created {
    /** Copies the properties. */
    public CatalogCreated {
      properties = SortedProperties.copyOf(properties);
    }

    @Override
    public EntityPath path() {
      return EntityPath.catalog(name);
    }

    @Override
    public CatalogEntity entity(Instant at) {
      return new CatalogEntity(id, name, comment, properties, at, at, 1);
    }
  }

  /**
   * A catalog was deleted, with all it held.
   *
   * @param id its id
   * @param name its name
   */
  @JsonPropertyOrder({"id", "name"})
  record CatalogDeleted(UUID id, String name) implements Deleted {
    @Override
    public EntityPath path() {
      return EntityPath.catalog(name);
    }
  }

  /**
   * A schema was created.
   *
   * @param id its id
   * @param catalogId the id of its catalog
   * @param catalog the name of its catalog
   * @param name its name
   * @param comment a comment, or null
   * @param properties never null
   */
  @JsonPropertyOrder({"id", "catalogId", "catalog", "name", "comment", "properties"})
  record SchemaCreated(
      UUID id,
      UUID catalogId,
      String catalog,
      String name,
      String comment,
      SortedMap<String, String> properties)
      implements Created {
    /** Copies the properties. */
    public SchemaCreated {
      properties = SortedProperties.copyOf(properties);
    }

    @Override
    public EntityPath path() {
      return EntityPath.schema(catalog, name);
    }

    @Override
    public SchemaEntity entity(Instant at) {
      return new SchemaEntity(id, catalogId, name, comment, properties, at, at, 1);
    }
  }

  /**
   * A schema was deleted, with all it held.
   *
   * @param id its id
   * @param catalogId the id of its catalog
   * @param catalog the name of its catalog
   * @param name its name
   */
  @JsonPropertyOrder({"id", "catalogId", "catalog", "name"})
  record SchemaDeleted(UUID id, UUID catalogId, String catalog, String name) implements Deleted {
    @Override
    public EntityPath path() {
      return EntityPath.schema(catalog, name);
    }
  }

  /**
   * A table was created.
   *
   * @param id its id
   * @param schemaId the id of its schema
   * @param catalog the name of its schema's catalog
   * @param schema the name of its schema
   * @param name its name
   * @param format what its files are
   * @param location an absolute URI, or null
   * @param comment a comment, or null
   * @param properties never null
   * @param columns in order, with ids ascending from 1
   */
  @JsonPropertyOrder({
    "id",
    "schemaId",
    "catalog",
    "schema",
    "name",
    "format",
    "location",
    "comment",
    "properties",
    "columns"
  })
  record TableCreated(
      UUID id,
      UUID schemaId,
      String catalog,
      String schema,
      String name,
      TableFormat format,
      String location,
      String comment,
      SortedMap<String, String> properties,
      List<Column> columns)
      implements Created {
    /** Copies properties and columns. */
    public TableCreated {
      properties = SortedProperties.copyOf(properties);
      columns = List.copyOf(columns);
    }

    @Override
    public EntityPath path() {
      return EntityPath.table(catalog, schema, name);
    }

    @Override
    public TableEntity entity(Instant at) {
      int lastId = columns.isEmpty() ? 0 : columns.get(columns.size() - 1).id();
      return new TableEntity(
          id, schemaId, name, format, location, comment, properties, columns, lastId, at, at, 1);
    }
  }

  /**
   * A table was deleted from the catalog.
   *
   * @param id its id
   * @param schemaId the id of its schema
   * @param catalog the name of its schema's catalog
   * @param schema the name of its schema
   * @param name its name
   */
  @JsonPropertyOrder({"id", "schemaId", "catalog", "schema", "name"})
  record TableDeleted(UUID id, UUID schemaId, String catalog, String schema, String name)
      implements Deleted {
    @Override
    public EntityPath path() {
      return EntityPath.table(catalog, schema, name);
    }
  }
}
