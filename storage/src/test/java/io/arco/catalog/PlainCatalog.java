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
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.CatalogCommand.UndropEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a catalog does, said once more in the plainest way: things in maps that change in place.
 * Knows the rules that {@link CatalogModelTest} exercises.
 */
public final class PlainCatalog {
  static final Comparator<String> UTF8 =
      Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

  private final Thing top;
  private final PlainDrops drops;
  private int lastDeleted;
  private int lastEvents;
  private Thing last;
  private long lastSerial;

  /** An empty one with the default limits. */
  public PlainCatalog() {
    this(CatalogDomain.DROP_RETENTION, CatalogLimits.DEFAULT.droppedEntities());
  }

  /**
   * An empty one.
   *
   * @param dropRetention how long what is deleted can be put back
   * @param maxDropped entities dropped at once
   */
  public PlainCatalog(Duration dropRetention, int maxDropped) {
    this(new Thing(null, "", 0), new PlainDrops(dropRetention, maxDropped));
  }

  private PlainCatalog(Thing top, PlainDrops drops) {
    this.top = top;
    this.drops = drops;
  }

  /** A catalog, schema, table or whatever there is. */
  public static final class Thing {
    final EntityKind kind;
    final Map<EntityKind, Map<String, Thing>> children = new TreeMap<>();
    final Map<String, String> tags = new TreeMap<>(UTF8);
    final Map<String, String> properties = new TreeMap<>(UTF8);
    final long serial;
    UUID id;
    String name;
    String comment;
    String owner;
    String detail;
    long version = 1;
    int lastColumn;
    List<PlainColumn> columns = new ArrayList<>();

    Thing(EntityKind kind, String name, long serial) {
      this.kind = kind;
      this.name = name;
      this.serial = serial;
    }

    Map<String, Thing> of(EntityKind childKind) {
      return children.computeIfAbsent(childKind, key -> new TreeMap<>(UTF8));
    }

    Thing copy() {
      Thing copy = new Thing(kind, name, serial);
      copy.id = id;
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

    /** Its id, if it was told when it was made. */
    public UUID id() {
      return id;
    }

    /** Its name. */
    public String name() {
      return name;
    }

    /** Its version. */
    public long version() {
      return version;
    }

    /** Its comment, or null. */
    public String comment() {
      return comment;
    }

    /** Its owner, or null. */
    public String owner() {
      return owner;
    }

    /** Its tags. */
    public Map<String, String> tags() {
      return tags;
    }

    /** Its properties. */
    public Map<String, String> properties() {
      return properties;
    }

    /** The names of its columns. */
    public List<String> columnNames() {
      return columns.stream().map(PlainColumn::name).toList();
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

  /**
   * The code of the rejection, or {@code ok}.
   *
   * @param now the time of the commit
   * @param id the id of what is made or deleted, if something is
   */
  public String run(CatalogCommand command, Instant now, UUID id) {
    lastEvents = 0;
    last = null;
    int expired = drops.expired(now).size();
    String said = decide(command, now, id);
    if (last != null && last.id == null) {
      last.id = id;
    }
    if (said.equals("ok") && lastEvents > 0 && !(command instanceof DeleteEntity)) {
      lastEvents += expired;
      drops.purgeExpired(now);
    }
    return said;
  }

  private String decide(CatalogCommand command, Instant now, UUID id) {
    if (command instanceof Create create) {
      return create(create);
    }
    if (command instanceof AlterEntity alter) {
      return alter(alter);
    }
    if (command instanceof PutTable put) {
      return put(put);
    }
    if (command instanceof RequireEntity require) {
      return require(require);
    }
    if (command instanceof UndropEntity undrop) {
      return undrop(undrop, now);
    }
    if (command instanceof PurgeDropped purge) {
      PlainDrops.Entry entry = drops.kept(purge.id(), now);
      lastDeleted = entry == null ? 0 : drops.remove(entry);
      lastEvents = entry == null ? 0 : 1;
      return entry == null ? "DROPPED_NOT_FOUND" : "ok";
    }
    return delete((DeleteEntity) command, now, id);
  }

  /** Another one that holds the same. */
  public PlainCatalog copy() {
    PlainCatalog copy = new PlainCatalog(top.copy(), drops.copy());
    copy.lastSerial = lastSerial;
    return copy;
  }

  /** How many events the last command gave. */
  public int lastEvents() {
    return lastEvents;
  }

  /** What the last accepted command made, altered, found or put back; null if nothing. */
  public Thing last() {
    return last;
  }

  /** How many entities are dropped. */
  public int droppedCount() {
    return drops.count();
  }

  /** What is dropped, by id and names. */
  List<String> allDropped() {
    return drops.all();
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
      made = new Thing(EntityKind.TABLE, table.name(), ++lastSerial);
      parents = List.of(table.catalog(), table.schema());
      String why = addColumns(made, table.columns());
      if (!why.equals("ok")) {
        return why;
      }
    } else if (create instanceof CreateObject object) {
      made = new Thing(object.kind(), object.name(), ++lastSerial);
      parents = object.parents();
      made.detail = Change.after(detail(object.details()), null);
      if (made.detail == null && !object.kind().lineage().contains(EntityKind.MODEL)) {
        return "INVALID_REQUEST";
      }
    } else if (create instanceof CreateSchema schema) {
      made = new Thing(EntityKind.SCHEMA, schema.name(), ++lastSerial);
      parents = List.of(schema.catalog());
    } else {
      made = new Thing(EntityKind.CATALOG, ((CreateCatalog) create).name(), ++lastSerial);
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
    last = made;
    lastEvents = 1;
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
    for (ColumnSpec spec : specs == null ? List.<ColumnSpec>of() : specs) {
      if (spec.type().equals("nonsense")) {
        return "INVALID_TYPE";
      }
      if (!names.add(spec.name())) {
        return "DUPLICATE_COLUMN";
      }
      table.columns.add(PlainColumns.made(++table.lastColumn, spec));
    }
    return "ok";
  }

  private String delete(DeleteEntity delete, Instant now, UUID id) {
    String why = expected(delete);
    if (!why.equals("ok")) {
      return why;
    }
    Thing there = find(delete.kind().lineage(), delete.names());
    if (!delete.force() && !there.isEmpty()) {
      return "NOT_EMPTY";
    }
    int purged = 0;
    if (!delete.purge()) {
      Thing parent = parent(delete);
      purged = drops.add(id, there, delete.names(), parent.serial, now);
      if (purged < 0) {
        return "LIMIT_REACHED";
      }
    }
    lastDeleted = there.count();
    lastEvents = purged + 1;
    parent(delete).of(there.kind).remove(there.name);
    return "ok";
  }

  private String undrop(UndropEntity undrop, Instant now) {
    if (undrop.name() != null && undrop.name().contains("/")) {
      return "INVALID_NAME";
    }
    PlainDrops.Entry entry = drops.kept(undrop.id(), now);
    if (entry == null) {
      return "DROPPED_NOT_FOUND";
    }
    EntityKind kind = entry.thing().kind;
    boolean inSchema = kind.parent() == EntityKind.SCHEMA;
    boolean inCatalog = inSchema || kind == EntityKind.SCHEMA;
    if ((undrop.catalog() != null && !inCatalog) || (undrop.schema() != null && !inSchema)) {
      return "INVALID_REQUEST";
    }
    List<String> names = new ArrayList<>(entry.names());
    set(names, names.size() - 1, undrop.name());
    set(names, 0, undrop.catalog());
    set(names, 1, undrop.schema());
    List<EntityKind> above = kind.lineage().subList(0, names.size() - 1);
    boolean isSaid = undrop.catalog() != null || undrop.schema() != null;
    Thing parent = find(above, names);
    if (isSaid && parent == null) {
      return missing(above, names);
    }
    if (!isSaid && (parent == null || parent.serial != entry.parentSerial())) {
      return kind.parent().notFound().name();
    }
    String name = names.get(names.size() - 1);
    if (isTaken(parent, kind, name)) {
      return "ALREADY_EXISTS";
    }
    drops.remove(entry);
    boolean isSame = names.equals(entry.names()) && parent.serial == entry.parentSerial();
    entry.thing().version += isSame ? 0 : 1;
    entry.thing().name = name;
    parent.of(kind).put(name, entry.thing());
    last = entry.thing();
    lastEvents = 1;
    return "ok";
  }

  private static void set(List<String> names, int index, String name) {
    if (name != null) {
      names.set(index, name);
    }
  }

  private String require(RequireEntity require) {
    if (!require.absent()) {
      last = find(require.kind().lineage(), require.names());
      return expected(require);
    }
    boolean isThere = find(require.kind().lineage(), require.names()) != null;
    return isThere ? "VERSION_MISMATCH" : "ok";
  }

  private String put(PutTable put) {
    if (put.name().contains("/")) {
      return "INVALID_NAME";
    }
    List<String> names = List.of(put.catalog(), put.schema(), put.name());
    Thing there = find(EntityKind.TABLE.lineage(), names);
    if (there == null) {
      return put.expectedVersion() == null ? create(put.creation()) : "TABLE_NOT_FOUND";
    }
    if (put.mustBeNew()) {
      return "VERSION_MISMATCH";
    }
    if (put.expectedVersion() != null && put.expectedVersion() != there.version) {
      return "VERSION_MISMATCH";
    }
    PlainColumns columns = new PlainColumns(there, true);
    String why = put.columns() == null ? "ok" : columns.put(put.columns());
    if (!why.equals("ok")) {
      return why;
    }
    String before = there.toString();
    there.columns = columns.columns;
    there.lastColumn = columns.lastColumn;
    there.comment = put.comment() == null ? there.comment : put.comment();
    there.owner = put.owner() == null ? there.owner : put.owner();
    replace(there.tags, put.tags());
    replace(there.properties, put.properties());
    changed(there, !before.equals(there.toString()));
    return "ok";
  }

  private static void replace(Map<String, String> map, Map<String, String> whole) {
    if (whole != null) {
      map.clear();
      map.putAll(whole);
    }
  }

  private void changed(Thing thing, boolean is) {
    last = thing;
    thing.version += is ? 1 : 0;
    lastEvents = is ? 1 : 0;
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
    changed(there, !before.equals(there.toString() + names));
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
}
