package io.arco.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.Existing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a catalog does, said once more in the plainest way: things in maps that change in place.
 * Knows the rules that {@link CatalogModelTest} exercises.
 */
public final class PlainCatalog {
  private static final Comparator<String> UTF8 =
      Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

  /** Each type with those it may become without force, as far as the test has them. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          "int", Set.of("bigint", "double"),
          "list<int>", Set.of("list<bigint>"),
          "struct<a: int>", Set.of("struct<b: string, a: bigint>"));

  private final Thing top;
  private int lastDeleted;

  /** An empty one. */
  public PlainCatalog() {
    this(new Thing(null, ""));
  }

  private PlainCatalog(Thing top) {
    this.top = top;
  }

  /** A catalog, schema, table or whatever there is. */
  static final class Thing {
    final EntityKind kind;
    final Map<EntityKind, Map<String, Thing>> children = new TreeMap<>();
    final Map<String, String> tags = new TreeMap<>(UTF8);
    final Map<String, String> properties = new TreeMap<>(UTF8);
    String name;
    String comment;
    String owner;
    String detail;
    long version = 1;
    int lastColumn;
    List<PlainColumn> columns = new ArrayList<>();

    Thing(EntityKind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    Map<String, Thing> of(EntityKind childKind) {
      return children.computeIfAbsent(childKind, key -> new TreeMap<>(UTF8));
    }

    Thing copy() {
      Thing copy = new Thing(kind, name);
      children.forEach(
          (childKind, things) ->
              things.forEach((key, child) -> copy.of(childKind).put(key, child.copy())));
      copy.tags.putAll(tags);
      copy.properties.putAll(properties);
      copy.comment = comment;
      copy.owner = owner;
      copy.detail = detail;
      copy.version = version;
      copy.lastColumn = lastColumn;
      copy.columns = columns;
      return copy;
    }

    int count() {
      int count = 1;
      for (Map<String, Thing> things : children.values()) {
        count += things.values().stream().mapToInt(Thing::count).sum();
      }
      return count;
    }

    boolean isEmpty() {
      return children.values().stream().allMatch(Map::isEmpty);
    }

    @Override
    public String toString() {
      return String.join(
          "|",
          kind.text(),
          name,
          "v" + version,
          comment,
          owner,
          detail,
          tags.toString(),
          properties.toString(),
          columns.toString(),
          "c" + lastColumn);
    }
  }

  /** A column. */
  record PlainColumn(
      int id,
      String name,
      String type,
      boolean nullable,
      String comment,
      Map<String, String> tags) {}

  /** The code of the rejection, or {@code ok}. */
  public String run(CatalogCommand command) {
    if (command instanceof Create create) {
      return create(create);
    }
    if (command instanceof AlterEntity alter) {
      return alter(alter);
    }
    return delete((DeleteEntity) command);
  }

  /** Another one that holds the same. */
  public PlainCatalog copy() {
    return new PlainCatalog(top.copy());
  }

  /** How many entities the last accepted delete took. */
  public int lastDeleted() {
    return lastDeleted;
  }

  /** How many entities there are. */
  public int count() {
    return top.count() - 1;
  }

  /** Every entity, parents before children, as names joined by slashes and all that it is. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    walk("", top, all);
    return all;
  }

  private static void walk(String path, Thing thing, List<String> all) {
    for (Map<String, Thing> things : thing.children.values()) {
      for (Thing child : things.values()) {
        all.add(path + "/" + child);
        walk(path + "/" + child.name, child, all);
      }
    }
  }

  private String create(Create create) {
    if (create.name().contains("/")) {
      return "INVALID_NAME";
    }
    Thing made;
    List<String> parents;
    if (create instanceof CreateTable table) {
      made = new Thing(EntityKind.TABLE, table.name());
      parents = List.of(table.catalog(), table.schema());
      String why = addColumns(made, table.columns());
      if (!why.equals("ok")) {
        return why;
      }
    } else if (create instanceof CreateObject object) {
      made = new Thing(object.kind(), object.name());
      parents = object.parents();
      made.detail = Change.after(detail(object.details()), null);
      if (made.detail == null && !object.kind().lineage().contains(EntityKind.MODEL)) {
        return "INVALID_REQUEST";
      }
    } else if (create instanceof CreateSchema schema) {
      made = new Thing(EntityKind.SCHEMA, schema.name());
      parents = List.of(schema.catalog());
    } else {
      made = new Thing(EntityKind.CATALOG, ((CreateCatalog) create).name());
      parents = List.of();
    }
    made.comment = create.comment();
    made.owner = create.owner();
    made.tags.putAll(create.tags() == null ? Map.of() : create.tags());
    made.properties.putAll(create.properties() == null ? Map.of() : create.properties());
    List<EntityKind> kinds = made.kind.lineage();
    String missing = missing(kinds.subList(0, kinds.size() - 1), parents);
    if (missing != null) {
      return missing;
    }
    Thing parent = find(kinds.subList(0, kinds.size() - 1), parents);
    if (isTaken(parent, made.kind, made.name)) {
      return "ALREADY_EXISTS";
    }
    parent.of(made.kind).put(made.name, made);
    return "ok";
  }

  private static boolean isTaken(Thing parent, EntityKind kind, String name) {
    boolean relation = kind == EntityKind.TABLE || kind == EntityKind.VIEW;
    return parent.of(kind).containsKey(name)
        || (relation && parent.of(EntityKind.TABLE).containsKey(name))
        || (relation && parent.of(EntityKind.VIEW).containsKey(name));
  }

  /** The one detail of each kind that the test has. */
  static Change<String> detail(DetailsSpec spec) {
    if (spec instanceof ViewDetails.Spec view) {
      return view.sql();
    } else if (spec instanceof VolumeDetails.Spec volume) {
      return volume.location();
    } else if (spec instanceof FunctionDetails.Spec function) {
      return function.body();
    }
    return spec instanceof ModelDetails.Spec model
        ? model.location()
        : ((ModelVersionDetails.Spec) spec).location();
  }

  private static String addColumns(Thing table, List<ColumnSpec> specs) {
    Set<String> names = new HashSet<>();
    for (ColumnSpec spec : specs) {
      if (spec.type().equals("nonsense")) {
        return "INVALID_TYPE";
      }
      if (!names.add(spec.name())) {
        return "DUPLICATE_COLUMN";
      }
      table.columns.add(
          new PlainColumn(
              ++table.lastColumn,
              spec.name(),
              ColumnType.parse(spec.type()).text(),
              spec.nullable() == null || spec.nullable(),
              spec.comment(),
              spec.tags() == null ? Map.of() : spec.tags()));
    }
    return "ok";
  }

  private String delete(DeleteEntity delete) {
    String why = expected(delete);
    if (!why.equals("ok")) {
      return why;
    }
    Thing there = find(delete.kind().lineage(), delete.names());
    if (!delete.force() && !there.isEmpty()) {
      return "NOT_EMPTY";
    }
    lastDeleted = there.count();
    parent(delete).of(there.kind).remove(there.name);
    return "ok";
  }

  private String alter(AlterEntity alter) {
    EntityPatch patch = alter.patch();
    if (patch.name() != null && patch.name().contains("/")) {
      return "INVALID_NAME";
    }
    String why = expected(alter);
    if (!why.equals("ok")) {
      return why;
    }
    Thing there = find(alter.kind().lineage(), alter.names());
    List<String> names = new ArrayList<>(alter.names());
    if (patch.catalog() != null) {
      names.set(0, patch.catalog());
    }
    if (patch.schema() != null) {
      names.set(1, patch.schema());
    }
    if (patch.name() != null) {
      names.set(names.size() - 1, patch.name());
    }
    List<EntityKind> kinds = alter.kind().lineage().subList(0, names.size() - 1);
    if (!names.equals(alter.names())) {
      why = missing(kinds, names);
      if (why != null) {
        return why;
      }
      if (isTaken(find(kinds, names), there.kind, names.get(names.size() - 1))) {
        return "ALREADY_EXISTS";
      }
    }
    PlainColumns columns = new PlainColumns(there, alter.force());
    why = patch.columns() == null ? "ok" : columns.apply(patch.columns());
    if (!why.equals("ok")) {
      return why;
    }
    Change<String> detail = patch.details() == null ? null : detail(patch.details());
    boolean isRequired = !there.kind.lineage().contains(EntityKind.MODEL);
    if (detail != null && detail.value() == null && isRequired) {
      return "INVALID_REQUEST";
    }
    String before = there.toString() + alter.names();
    there.detail = Change.after(detail, there.detail);
    parent(alter).of(there.kind).remove(there.name);
    there.name = names.get(names.size() - 1);
    find(kinds, names).of(there.kind).put(there.name, there);
    there.columns = columns.columns;
    there.lastColumn = columns.lastColumn;
    there.comment = patch.comment() == null ? there.comment : patch.comment().value();
    there.owner = patch.owner() == null ? there.owner : patch.owner().value();
    merge(there.tags, patch.tags());
    merge(there.properties, patch.properties());
    there.version += before.equals(there.toString() + names) ? 0 : 1;
    return "ok";
  }

  private static void merge(Map<String, String> map, Change<Map<String, String>> change) {
    if (change != null && change.value() == null) {
      map.clear();
    } else if (change != null) {
      change.value().forEach((key, value) -> map.compute(key, (same, old) -> value));
    }
  }

  private String expected(Existing command) {
    String missing = missing(command.kind().lineage(), command.names());
    if (missing != null) {
      return missing;
    }
    Thing there = find(command.kind().lineage(), command.names());
    boolean same = command.expectedVersion() == null || command.expectedVersion() == there.version;
    return same ? "ok" : "VERSION_MISMATCH";
  }

  private Thing parent(Existing command) {
    List<EntityKind> kinds = command.kind().lineage();
    return find(kinds.subList(0, kinds.size() - 1), command.names());
  }

  private String missing(List<EntityKind> kinds, List<String> names) {
    for (int depth = 1; depth <= kinds.size(); depth++) {
      if (find(kinds.subList(0, depth), names) == null) {
        return kinds.get(depth - 1).notFound().name();
      }
    }
    return null;
  }

  private Thing find(List<EntityKind> kinds, List<String> names) {
    Thing thing = top;
    for (int i = 0; i < kinds.size() && thing != null; i++) {
      thing = thing.of(kinds.get(i)).get(names.get(i));
    }
    return thing;
  }

  /** Columns on which changes are tried out. */
  private static final class PlainColumns {
    final List<PlainColumn> columns;
    final Map<String, Integer> idsBefore = new HashMap<>();
    final Set<Integer> touched = new HashSet<>();
    final boolean force;
    int lastColumn;

    PlainColumns(Thing table, boolean force) {
      columns = new ArrayList<>(table.columns);
      lastColumn = table.lastColumn;
      columns.forEach(column -> idsBefore.put(column.name(), column.id()));
      this.force = force;
    }

    String apply(List<ColumnChange> changes) {
      for (ColumnChange change : changes) {
        String why = change.change() == ColumnChange.Kind.ADD ? add(change) : change(change);
        if (!why.equals("ok")) {
          return why;
        }
      }
      long names = columns.stream().map(PlainColumn::name).distinct().count();
      return names == columns.size() ? "ok" : "DUPLICATE_COLUMN";
    }

    private String add(ColumnChange change) {
      if (change.nullable() != null && !change.nullable() && !force) {
        return "INCOMPATIBLE_CHANGE";
      }
      int at = change.position() == null ? columns.size() : change.position();
      if (at > columns.size()) {
        return "INVALID_REQUEST";
      }
      String type = ColumnType.parse(change.type()).text();
      boolean nullable = change.nullable() == null || change.nullable();
      Map<String, String> tags = change.tags() == null ? Map.of() : change.tags().value();
      columns.add(at, new PlainColumn(++lastColumn, change.name(), type, nullable, null, tags));
      return "ok";
    }

    private String change(ColumnChange change) {
      Integer id = idsBefore.get(change.column());
      if (id == null) {
        return "COLUMN_NOT_FOUND";
      }
      if (!touched.add(id)) {
        return "INVALID_REQUEST";
      }
      int from = columns.stream().map(PlainColumn::id).toList().indexOf(id);
      PlainColumn old = columns.get(from);
      if (change.change() == ColumnChange.Kind.DROP) {
        columns.remove(from);
        return "ok";
      }
      int to = change.position() == null ? from : change.position();
      if (to >= columns.size()) {
        return "INVALID_REQUEST";
      }
      String type = change.type() == null ? old.type() : ColumnType.parse(change.type()).text();
      boolean nullable = change.nullable() == null ? old.nullable() : change.nullable();
      boolean wider =
          type.equals(old.type()) || WIDER.getOrDefault(old.type(), Set.of()).contains(type);
      if (!force && (!wider || (old.nullable() && !nullable))) {
        return "INCOMPATIBLE_CHANGE";
      }
      Map<String, String> tags = new TreeMap<>(UTF8);
      tags.putAll(old.tags());
      tags.keySet().removeIf(tag -> change.tags() != null && change.tags().value() == null);
      if (change.tags() != null && change.tags().value() != null) {
        change.tags().value().forEach((key, value) -> tags.compute(key, (same, was) -> value));
      }
      columns.remove(from);
      columns.add(
          to,
          new PlainColumn(
              id,
              change.name() == null ? old.name() : change.name(),
              type,
              nullable,
              change.comment() == null ? old.comment() : change.comment().value(),
              tags));
      return "ok";
    }
  }
}
