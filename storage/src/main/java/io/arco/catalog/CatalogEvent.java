package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.arco.ledger.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;

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
  sealed interface Deleted extends CatalogEvent {
    /** Until this journal time it can be put back; null: not at all. */
    Instant keptUntil();
  }

  /**
   * A catalog was created.
   *
   * @param id its id
   * @param name its name
   * @param comment a comment, or null
   * @param properties never null
   * @param owner who answers for it, or null
   * @param tags never null
   */
  @JsonPropertyOrder({"id", "name", "comment", "properties", "owner", "tags"})
  record CatalogCreated(
      UUID id,
      String name,
      String comment,
      SortedMap<String, String> properties,
      String owner,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
      implements Created {
    /** Copies properties and tags. */
    public CatalogCreated {
      properties = SortedProperties.copyOf(properties);
      tags = SortedProperties.copyOf(tags);
    }

    @Override
    public EntityPath path() {
      return EntityPath.catalog(name);
    }

    @Override
    public CatalogEntity entity(Instant at) {
      return new CatalogEntity(id, name, comment, properties, at, at, 1, owner, tags);
    }
  }

  /**
   * A catalog was deleted, with all it held.
   *
   * @param id its id
   * @param name its name
   * @param keptUntil until when it can be put back; null: not at all
   */
  @JsonPropertyOrder({"id", "name", "keptUntil"})
  record CatalogDeleted(UUID id, String name, Instant keptUntil) implements Deleted {
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
   * @param owner who answers for it, or null
   * @param tags never null
   */
  @JsonPropertyOrder({
    "id",
    "catalogId",
    "catalog",
    "name",
    "comment",
    "properties",
    "owner",
    "tags"
  })
  record SchemaCreated(
      UUID id,
      UUID catalogId,
      String catalog,
      String name,
      String comment,
      SortedMap<String, String> properties,
      String owner,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
      implements Created {
    /** Copies properties and tags. */
    public SchemaCreated {
      properties = SortedProperties.copyOf(properties);
      tags = SortedProperties.copyOf(tags);
    }

    @Override
    public EntityPath path() {
      return EntityPath.schema(catalog, name);
    }

    @Override
    public SchemaEntity entity(Instant at) {
      return new SchemaEntity(id, catalogId, name, comment, properties, at, at, 1, owner, tags);
    }
  }

  /**
   * A schema was deleted, with all it held.
   *
   * @param id its id
   * @param catalogId the id of its catalog
   * @param catalog the name of its catalog
   * @param name its name
   * @param keptUntil until when it can be put back; null: not at all
   */
  @JsonPropertyOrder({"id", "catalogId", "catalog", "name", "keptUntil"})
  record SchemaDeleted(UUID id, UUID catalogId, String catalog, String name, Instant keptUntil)
      implements Deleted {
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
   * @param owner who answers for it, or null
   * @param tags never null
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
    "columns",
    "owner",
    "tags"
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
      List<Column> columns,
      String owner,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags)
      implements Created {
    /** Copies properties, tags and columns. */
    public TableCreated {
      properties = SortedProperties.copyOf(properties);
      tags = SortedProperties.copyOf(tags);
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
          id,
          schemaId,
          name,
          format,
          location,
          comment,
          properties,
          columns,
          lastId,
          at,
          at,
          1,
          owner,
          tags);
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
   * @param keptUntil until when it can be put back; null: not at all
   */
  @JsonPropertyOrder({"id", "schemaId", "catalog", "schema", "name", "keptUntil"})
  record TableDeleted(
      UUID id, UUID schemaId, String catalog, String schema, String name, Instant keptUntil)
      implements Deleted {
    @Override
    public EntityPath path() {
      return EntityPath.table(catalog, schema, name);
    }
  }

  /**
   * An entity of a kind with details was created.
   *
   * @param kind of which kind it is
   * @param id its id
   * @param parentId the id of what it belongs to
   * @param names the names that lead to it, from the top down
   * @param comment a comment, or null
   * @param properties never null
   * @param owner who answers for it, or null
   * @param tags never null
   * @param details what only its kind has
   */
  @JsonPropertyOrder({
    "kind",
    "id",
    "parentId",
    "names",
    "comment",
    "properties",
    "owner",
    "tags",
    "details"
  })
  record EntityCreated(
      EntityKind kind,
      UUID id,
      UUID parentId,
      List<String> names,
      String comment,
      SortedMap<String, String> properties,
      String owner,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tags,
      Details details)
      implements Created {
    /** Copies names, properties and tags. */
    public EntityCreated {
      names = List.copyOf(names);
      properties = SortedProperties.copyOf(properties);
      tags = SortedProperties.copyOf(tags);
    }

    @Override
    public EntityPath path() {
      return EntityPath.of(kind, names);
    }

    @Override
    public ObjectEntity entity(Instant at) {
      String name = names.get(names.size() - 1);
      return new ObjectEntity(
          id, parentId, name, comment, properties, details, at, at, 1, owner, tags);
    }
  }

  /**
   * An entity of a kind with details was deleted, with all it held.
   *
   * @param kind of which kind it was
   * @param id its id
   * @param parentId the id of what it belonged to
   * @param names the names that led to it, from the top down
   * @param keptUntil until when it can be put back; null: not at all
   */
  @JsonPropertyOrder({"kind", "id", "parentId", "names", "keptUntil"})
  record EntityDeleted(
      EntityKind kind, UUID id, UUID parentId, List<String> names, Instant keptUntil)
      implements Deleted {
    /** Copies the names. */
    public EntityDeleted {
      names = List.copyOf(names);
    }

    @Override
    public EntityPath path() {
      return EntityPath.of(kind, names);
    }
  }

  /**
   * An entity was altered: renamed, moved, described, its columns changed. Holds what differs, and
   * null for what does not.
   *
   * @param kind of which kind it is
   * @param id its id
   * @param names the names that led to it before, from the top down
   * @param to where it stands from now on
   * @param comment its comment
   * @param properties by key; null takes a property away
   * @param owner who answers for it
   * @param tags by key; null takes a tag away
   * @param location of a table
   * @param columns of a table: all of them from now on, in order
   * @param lastColumnId of a table: the highest id any of its columns ever had
   * @param details of a kind that has them: all of them from now on
   */
  @JsonPropertyOrder({
    "kind",
    "id",
    "names",
    "to",
    "comment",
    "properties",
    "owner",
    "tags",
    "location",
    "columns",
    "lastColumnId",
    "details"
  })
  record EntityAltered(
      EntityKind kind,
      UUID id,
      List<String> names,
      Place to,
      Change<String> comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          SortedMap<String, String> properties,
      Change<String> owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          SortedMap<String, String> tags,
      Change<String> location,
      List<Column> columns,
      Integer lastColumnId,
      Details details)
      implements CatalogEvent {
    /** Copies names, properties, tags and columns. */
    public EntityAltered {
      names = List.copyOf(names);
      properties = SortedProperties.changes(properties);
      tags = SortedProperties.changes(tags);
      columns = columns == null ? null : List.copyOf(columns);
    }

    @Override
    public EntityPath path() {
      return EntityPath.of(kind, names);
    }

    /** Nothing but another place. */
    static EntityAltered moved(EntityKind kind, UUID id, List<String> names, Place to) {
      return new EntityAltered(kind, id, names, to, null, null, null, null, null, null, null, null);
    }

    /** Where it stands afterwards. */
    EntityPath pathAfter() {
      return EntityPath.of(kind, to == null ? names : to.names());
    }

    /** What differs, by the names of the event's fields, in their order. */
    List<String> fields() {
      List<String> fields = new ArrayList<>();
      add(fields, "to", to);
      add(fields, "comment", comment);
      add(fields, "properties", properties);
      add(fields, "owner", owner);
      add(fields, "tags", tags);
      add(fields, "location", location);
      add(fields, "columns", columns);
      add(fields, "details", details);
      return fields;
    }

    private static void add(List<String> fields, String name, Object value) {
      if (value != null) {
        fields.add(name);
      }
    }

    /** Whether nothing differs. */
    boolean isEmpty() {
      return Stream.of(
              to, comment, properties, owner, tags, location, columns, lastColumnId, details)
          .allMatch(Objects::isNull);
    }

    String nameAfter() {
      return pathAfter().last().name();
    }

    UUID parentAfter(UUID before) {
      return to == null ? before : to.parentId();
    }

    String commentAfter(Entity before) {
      return Change.after(comment, before.comment());
    }

    String ownerAfter(Entity before) {
      return Change.after(owner, before.owner());
    }

    SortedMap<String, String> propertiesAfter(Entity before) {
      return SortedProperties.merged(before.properties(), properties);
    }

    SortedMap<String, String> tagsAfter(Entity before) {
      return SortedProperties.merged(before.tags(), tags);
    }
  }

  /**
   * Something that was deleted stands again, with all that its deletion took.
   *
   * @param kind of which kind it is
   * @param id its id
   * @param names the names that led to it when it was deleted, from the top down
   * @param to where it stands from now on, if not there
   */
  @JsonPropertyOrder({"kind", "id", "names", "to"})
  record EntityUndropped(EntityKind kind, UUID id, List<String> names, Place to)
      implements CatalogEvent {
    /** Copies the names. */
    public EntityUndropped {
      names = List.copyOf(names);
    }

    @Override
    public EntityPath path() {
      return EntityPath.of(kind, names);
    }

    /** Where it stands afterwards. */
    EntityPath pathAfter() {
      return EntityPath.of(kind, to == null ? names : to.names());
    }

    /** The entity as it stands again: at another place it is altered, as by a move. */
    Entity entity(Entity dropped, Instant at) {
      return to == null ? dropped : dropped.altered(EntityAltered.moved(kind, id, names, to), at);
    }
  }

  /**
   * Something that was deleted is gone for good, with all that its deletion took.
   *
   * @param kind of which kind it was
   * @param id its id
   * @param names the names that led to it when it was deleted, from the top down
   * @param reason why
   */
  @JsonPropertyOrder({"kind", "id", "names", "reason"})
  record EntityPurged(EntityKind kind, UUID id, List<String> names, PurgeReason reason)
      implements CatalogEvent {
    /** Copies the names. */
    public EntityPurged {
      names = List.copyOf(names);
    }

    /** What was dropped is gone for this reason. */
    static EntityPurged of(Dropped dropped, PurgeReason reason) {
      return new EntityPurged(dropped.kind(), dropped.id(), dropped.names(), reason);
    }

    @Override
    public EntityPath path() {
      return EntityPath.of(kind, names);
    }
  }

  /** Why something dropped is gone. */
  enum PurgeReason {
    /** It was kept as long as it was to be. */
    EXPIRED("expired"),
    /** A later deletion needed the room. */
    ROOM("room"),
    /** Somebody wanted it so. */
    ASKED("asked");

    private final String text;

    PurgeReason(String text) {
      this.text = text;
    }

    /** Its word in JSON; never changed. */
    @JsonValue
    public String text() {
      return text;
    }
  }

  /**
   * Where an entity was moved to, or what it was renamed to.
   *
   * @param parentId the id of what it belongs to; null for a catalog
   * @param names the names that lead to it, from the top down
   */
  @JsonPropertyOrder({"parentId", "names"})
  record Place(UUID parentId, List<String> names) {
    /** Copies the names. */
    public Place {
      names = List.copyOf(names);
    }
  }
}
