package io.arco.catalog;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies changes of columns to those of one table. Columns are called by the names they had before
 * all of the changes, each once; what the changes lead to must hold, not what lies between.
 */
final class ColumnChanges {
  private final CatalogRules rules;
  private final ColumnRules columnRules;
  private final boolean force;
  private final List<Column> columns;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, String> fields = new HashMap<>();
  private int lastColumnId;

  /**
   * Begins with the columns of a table.
   *
   * @param force whether what rows hold may be lost
   */
  ColumnChanges(CatalogRules rules, ColumnRules columnRules, TableEntity table, boolean force) {
    this.rules = rules;
    this.columnRules = columnRules;
    this.force = force;
    this.columns = new ArrayList<>(table.columns());
    this.lastColumnId = table.lastColumnId();
    table.columns().forEach(column -> ids.put(column.name(), column.id()));
  }

  /** The columns there are now, in order. */
  List<Column> columns() {
    return columns;
  }

  /** The highest id any column ever had. */
  int lastColumnId() {
    return lastColumnId;
  }

  /**
   * Applies the changes.
   *
   * @throws ProblemException the first that does not hold, naming the field
   */
  void apply(List<ColumnChange> changes) {
    for (int i = 0; i < changes.size(); i++) {
      apply("/columns/" + i, changes.get(i));
    }
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw CatalogProblems.duplicateColumn(fieldOf(column.name()), column.name()).asException();
      }
    }
    columnRules.checkAll(columns);
  }

  /** The change that gave a column this name; of two of one name one was changed. */
  private String fieldOf(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name) && fields.containsKey(column.id()))
        .reduce((first, last) -> last)
        .map(column -> fields.get(column.id()) + "/name")
        .orElse("/columns");
  }

  private void apply(String field, ColumnChange change) {
    if (change == null) {
      throw CatalogProblems.required(field).asException();
    }
    if (change.change() == null) {
      throw CatalogProblems.required(field + "/change").asException();
    }
    switch (change.change()) {
      case ADD -> add(field, change);
      case DROP -> drop(field, change);
      case ALTER -> alter(field, change);
    }
  }

  private void add(String field, ColumnChange change) {
    refuse(field + "/column", change.column(), "the name of a new column is its name");
    ColumnSpec spec =
        new ColumnSpec(
            change.name(),
            change.type(),
            change.nullable(),
            Change.after(change.comment(), null),
            Change.after(change.tags(), null));
    Column column = columnRules.column(field, lastColumnId + 1, spec);
    if (!column.nullable() && !force) {
      throw CatalogProblems.incompatible(field + "/nullable", "false", "no column").asException();
    }
    int position = position(field, change, columns.size(), columns.size());
    lastColumnId++;
    fields.put(column.id(), field);
    columns.add(position, column);
  }

  private void drop(String field, ColumnChange change) {
    String expected = "a dropped column has only column";
    refuse(field + "/name", change.name(), expected);
    refuse(field + "/type", change.type(), expected);
    refuse(field + "/nullable", change.nullable(), expected);
    refuse(field + "/comment", change.comment(), expected);
    refuse(field + "/tags", change.tags(), expected);
    refuse(field + "/position", change.position(), expected);
    columns.remove(find(field, change));
  }

  private void alter(String field, ColumnChange change) {
    int from = find(field, change);
    Column before = columns.get(from);
    int to = position(field, change, columns.size() - 1, from);
    if (change.name() != null) {
      rules.text(field + "/name", change.name());
    }
    if (change.comment() != null) {
      rules.comment(field + "/comment", change.comment().value());
    }
    Column after =
        new Column(
            before.id(),
            change.name() == null ? before.name() : change.name(),
            type(field + "/type", change.type(), before.type()),
            nullable(field + "/nullable", change.nullable(), before.nullable()),
            Change.after(change.comment(), before.comment()),
            rules.tagsAfter(field + "/tags", before.tags(), change.tags()));
    fields.put(after.id(), field);
    columns.remove(from);
    columns.add(to, after);
  }

  private String type(String field, String text, String before) {
    if (text == null) {
      return before;
    }
    ColumnType type = ColumnRules.type(field, text);
    if (!force && !Widening.holds(ColumnType.parse(before), type)) {
      throw CatalogProblems.incompatible(field, CatalogProblems.excerpt(type.text()), before)
          .asException();
    }
    return type.text();
  }

  private boolean nullable(String field, Boolean nullable, boolean before) {
    if (nullable == null) {
      return before;
    }
    if (before && !nullable && !force) {
      throw CatalogProblems.incompatible(field, "false", "true").asException();
    }
    return nullable;
  }

  /** The index of the column that is meant; each is meant once. */
  private int find(String field, ColumnChange change) {
    String name = CatalogRules.required(field + "/column", change.column());
    Integer id = ids.get(name);
    if (id == null) {
      throw CatalogProblems.columnNotFound(field + "/column", name).asException();
    }
    if (fields.put(id, field) != null) {
      throw CatalogProblems.notHere(field + "/column", "each column once").asException();
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == id) {
        return i;
      }
    }
    throw new IllegalStateException("column " + id + " went without a change");
  }

  private static int position(String field, ColumnChange change, int maximum, int fallback) {
    Integer position = change.position();
    if (position == null) {
      return fallback;
    }
    if (position < 0 || position > maximum) {
      throw CatalogProblems.outOfBounds(field + "/position", position, maximum).asException();
    }
    return position;
  }

  private static void refuse(String field, Object value, String expected) {
    if (value != null) {
      throw CatalogProblems.notHere(field, expected).asException();
    }
  }
}
