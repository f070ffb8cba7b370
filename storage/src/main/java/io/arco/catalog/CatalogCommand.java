package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a caller may want done to the catalog. Commands hold what the caller said, unchecked: they
 * come over the event bus, and the rules are those of {@link CatalogDomain#decide} alone. Any field
 * may be null; what null means is told where it is allowed.
 */
public sealed interface CatalogCommand extends Command {
  /** A command that makes an entity. */
  sealed interface Create extends CatalogCommand {
    /** The new entity's name. */
    String name();

    /** A comment, or null. */
    String comment();

    /** Properties; null is none. */
    Map<String, String> properties();

    /** Who answers for it, or null. */
    String owner();

    /** Tags; null is none. */
    Map<String, String> tags();
  }

  /** A command about an entity that is there. */
  sealed interface Existing extends CatalogCommand {
    /** Of which kind it is. */
    EntityKind kind();

    /** The names that lead to it, from the top down. */
    List<String> names();

    /** The id it must have, or null: any. */
    UUID expectedId();

    /** The version it must have, or null: any. */
    Long expectedVersion();
  }

  /**
   * Creates a catalog.
   *
   * @param name its name
   * @param comment a comment, or null
   * @param properties null is none
   * @param owner who answers for it, or null
   * @param tags null is none
   */
  @JsonPropertyOrder({"name", "comment", "properties", "owner", "tags"})
  record CreateCatalog(
      String name,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> properties,
      String owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags)
      implements Create {
    /** Copies properties and tags. */
    public CreateCatalog {
      properties = copy(properties);
      tags = copy(tags);
    }

    /** Creates a catalog without owner and tags. */
    public CreateCatalog(String name, String comment, Map<String, String> properties) {
      this(name, comment, properties, null, null);
    }
  }

  /**
   * Creates a schema.
   *
   * @param catalog the catalog it is created in
   * @param name its name
   * @param comment a comment, or null
   * @param properties null is none
   * @param owner who answers for it, or null
   * @param tags null is none
   */
  @JsonPropertyOrder({"catalog", "name", "comment", "properties", "owner", "tags"})
  record CreateSchema(
      String catalog,
      String name,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> properties,
      String owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags)
      implements Create {
    /** Copies properties and tags. */
    public CreateSchema {
      properties = copy(properties);
      tags = copy(tags);
    }

    /** Creates a schema without owner and tags. */
    public CreateSchema(
        String catalog, String name, String comment, Map<String, String> properties) {
      this(catalog, name, comment, properties, null, null);
    }
  }

  /**
   * Creates a table.
   *
   * @param catalog the catalog of the schema
   * @param schema the schema it is created in
   * @param name its name
   * @param format null is delta
   * @param location an absolute URI, or null
   * @param comment a comment, or null
   * @param properties null is none
   * @param columns in order; null is none
   * @param owner who answers for it, or null
   * @param tags null is none
   */
  @JsonPropertyOrder({
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
  record CreateTable(
      String catalog,
      String schema,
      String name,
      TableFormat format,
      String location,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> properties,
      List<ColumnSpec> columns,
      String owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags)
      implements Create {
    /** Copies properties, tags and columns. */
    public CreateTable {
      properties = copy(properties);
      tags = copy(tags);
      columns = copy(columns);
    }

    /** Creates a table without owner and tags. */
    public CreateTable(
        String catalog,
        String schema,
        String name,
        TableFormat format,
        String location,
        String comment,
        Map<String, String> properties,
        List<ColumnSpec> columns) {
      this(catalog, schema, name, format, location, comment, properties, columns, null, null);
    }
  }

  /**
   * Makes a table what is said, whether it is there or not. Of one that is there the id stays, and
   * what is not said: null is not said, also of columns. What is said is said whole: properties and
   * columns that are not among the given ones go. Columns are known by their names, and keep their
   * ids; they may change in ways that can lose what they hold.
   *
   * @param catalog the catalog of the schema
   * @param schema the schema it is in
   * @param name its name
   * @param format of a new one null is delta; the format of one that is there can't change
   * @param location an absolute URI
   * @param comment a comment
   * @param properties all of them
   * @param columns all of them, in order
   * @param owner who answers for it
   * @param tags all of them
   * @param mustBeNew nothing may be there
   * @param expectedId the id it must have, or null: any
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({
    "catalog",
    "schema",
    "name",
    "format",
    "location",
    "comment",
    "properties",
    "columns",
    "owner",
    "tags",
    "mustBeNew",
    "expectedId",
    "expectedVersion"
  })
  record PutTable(
      String catalog,
      String schema,
      String name,
      TableFormat format,
      String location,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> properties,
      List<ColumnSpec> columns,
      String owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags,
      boolean mustBeNew,
      UUID expectedId,
      Long expectedVersion)
      implements CatalogCommand {
    /** Copies properties, columns and tags. */
    public PutTable {
      properties = copy(properties);
      columns = copy(columns);
      tags = copy(tags);
    }

    /** The creation that it is where nothing is there. */
    CreateTable creation() {
      return new CreateTable(
          catalog, schema, name, format, location, comment, properties, columns, owner, tags);
    }
  }

  /**
   * Creates an entity of a kind with details.
   *
   * @param kind of which kind it is
   * @param parents the names that lead to what it belongs to, from the top down
   * @param name its name
   * @param comment a comment, or null
   * @param properties null is none
   * @param owner who answers for it, or null
   * @param tags null is none
   * @param details what only its kind has
   */
  @JsonPropertyOrder({
    "kind",
    "parents",
    "name",
    "comment",
    "properties",
    "owner",
    "tags",
    "details"
  })
  record CreateObject(
      EntityKind kind,
      List<String> parents,
      String name,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> properties,
      String owner,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags,
      DetailsSpec details)
      implements Create {
    /** Copies parents, properties and tags. */
    public CreateObject {
      parents = copy(parents);
      properties = copy(properties);
      tags = copy(tags);
    }
  }

  /**
   * A column as a caller describes it.
   *
   * @param name its name
   * @param type the text of a {@link ColumnType}
   * @param nullable null is true
   * @param comment a comment, or null
   * @param tags null is none
   */
  @JsonPropertyOrder({"name", "type", "nullable", "comment", "tags"})
  record ColumnSpec(
      String name,
      String type,
      Boolean nullable,
      String comment,
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          Map<String, String> tags) {
    /** Copies the tags. */
    public ColumnSpec {
      tags = copy(tags);
    }

    /** A column without tags. */
    public ColumnSpec(String name, String type, Boolean nullable, String comment) {
      this(name, type, nullable, comment, null);
    }
  }

  /**
   * Alters an entity: renames, moves, describes it, changes its columns.
   *
   * @param kind of which kind it is
   * @param names the names that lead to it, from the top down
   * @param patch what of it becomes what
   * @param force columns may also change in ways that can lose what they hold
   * @param expectedId the id it must have, or null: any
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"kind", "names", "patch", "force", "expectedId", "expectedVersion"})
  record AlterEntity(
      EntityKind kind,
      List<String> names,
      EntityPatch patch,
      boolean force,
      UUID expectedId,
      Long expectedVersion)
      implements Existing {
    /** Copies the names. */
    public AlterEntity {
      names = copy(names);
    }

    /** The same with another patch. */
    public AlterEntity with(EntityPatch other) {
      return new AlterEntity(kind, names, other, force, expectedId, expectedVersion);
    }
  }

  /**
   * Deletes an entity from the catalog; files are not touched. For a while it can be put back.
   *
   * @param kind of which kind it is
   * @param names the names that lead to it, from the top down
   * @param force with all it holds; otherwise only if it holds nothing
   * @param purge so that it can't be put back
   * @param expectedId the id it must have, or null: any
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"kind", "names", "force", "purge", "expectedId", "expectedVersion"})
  record DeleteEntity(
      EntityKind kind,
      List<String> names,
      boolean force,
      boolean purge,
      UUID expectedId,
      Long expectedVersion)
      implements Existing {
    /** Copies the names. */
    public DeleteEntity {
      names = copy(names);
    }

    /** Deletes so that it can be put back. */
    public DeleteEntity(
        EntityKind kind, List<String> names, boolean force, UUID expectedId, Long expectedVersion) {
      this(kind, names, force, false, expectedId, expectedVersion);
    }

    /** Deletes a catalog of any id. */
    public static DeleteEntity catalog(String name, boolean force, Long expectedVersion) {
      return of(EntityKind.CATALOG, force, expectedVersion, name);
    }

    /** Deletes a schema of any id. */
    public static DeleteEntity schema(
        String catalog, String name, boolean force, Long expectedVersion) {
      return of(EntityKind.SCHEMA, force, expectedVersion, catalog, name);
    }

    /** Deletes a table of any id. */
    public static DeleteEntity table(
        String catalog, String schema, String name, Long expectedVersion) {
      return of(EntityKind.TABLE, false, expectedVersion, catalog, schema, name);
    }

    private static DeleteEntity of(
        EntityKind kind, boolean force, Long expectedVersion, String... names) {
      return new DeleteEntity(kind, Arrays.asList(names), force, null, expectedVersion);
    }
  }

  /**
   * Puts back what a deletion took.
   *
   * @param id of the entity that was named in the deletion
   * @param catalog the catalog it shall stand in, or null: where it stood
   * @param schema the schema it shall stand in, or null: where it stood
   * @param name its new name, or null: the one it had
   */
  @JsonPropertyOrder({"id", "catalog", "schema", "name"})
  record UndropEntity(UUID id, String catalog, String schema, String name)
      implements CatalogCommand {}

  /**
   * Takes away for good what a deletion took.
   *
   * @param id of the entity that was named in the deletion
   */
  @JsonPropertyOrder({"id"})
  record PurgeDropped(UUID id) implements CatalogCommand {}

  /**
   * Changes nothing, and holds only if an entity is, or is not, there: what other commands of the
   * same submission depend on.
   *
   * @param kind of which kind it is
   * @param names the names that lead to it, from the top down
   * @param absent it must not be there
   * @param expectedId the id it must have, or null: any
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"kind", "names", "absent", "expectedId", "expectedVersion"})
  record RequireEntity(
      EntityKind kind, List<String> names, boolean absent, UUID expectedId, Long expectedVersion)
      implements Existing {
    /** Copies the names. */
    public RequireEntity {
      names = copy(names);
    }
  }

  private static <T> List<T> copy(List<T> list) {
    return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
  }

  private static Map<String, String> copy(Map<String, String> properties) {
    return properties == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
