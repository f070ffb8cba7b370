package io.arco.catalog;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Columns on which changes are tried out. */
final class PlainColumns {
  /** Each type with those it may become without force, as far as the test has them. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          "int", Set.of("bigint", "double"),
          "list<int>", Set.of("list<bigint>"),
          "struct<a: int>", Set.of("struct<b: string, a: bigint>"));

  final List<PlainColumn> columns;
  final Map<String, Integer> idsBefore = new HashMap<>();
  final Set<Integer> touched = new HashSet<>();
  final boolean force;
  int lastColumn;

  PlainColumns(PlainCatalog.Thing table, boolean force) {
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

  /** What the columns become when a table is put with these: known by name, the others go. */
  String put(List<ColumnSpec> specs) {
    List<PlainColumn> after = new ArrayList<>();
    Set<String> left = new HashSet<>(idsBefore.keySet());
    boolean isDuplicate = false;
    for (ColumnSpec spec : specs) {
      if (spec.type().equals("nonsense")) {
        return "INVALID_TYPE";
      }
      isDuplicate |= after.stream().anyMatch(column -> column.name().equals(spec.name()));
      after.add(
          left.remove(spec.name()) ? said(byName(spec.name()), spec) : made(++lastColumn, spec));
    }
    columns.clear();
    columns.addAll(after);
    return isDuplicate ? "DUPLICATE_COLUMN" : "ok";
  }

  private PlainColumn byName(String name) {
    return columns.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  static PlainColumn made(int id, ColumnSpec spec) {
    return new PlainColumn(
        id,
        spec.name(),
        ColumnType.parse(spec.type()).text(),
        spec.nullable() == null || spec.nullable(),
        spec.comment(),
        spec.tags() == null ? Map.of() : spec.tags());
  }

  private static PlainColumn said(PlainColumn old, ColumnSpec spec) {
    Map<String, String> tags = new TreeMap<>(PlainCatalog.UTF8);
    tags.putAll(old.tags());
    tags.putAll(spec.tags() == null ? Map.of() : spec.tags());
    return new PlainColumn(
        old.id(),
        old.name(),
        ColumnType.parse(spec.type()).text(),
        spec.nullable() == null ? old.nullable() : spec.nullable(),
        spec.comment() == null ? old.comment() : spec.comment(),
        tags);
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
    Map<String, String> tags = new TreeMap<>(PlainCatalog.UTF8);
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
