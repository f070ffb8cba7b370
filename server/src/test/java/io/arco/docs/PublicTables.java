package io.arco.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.table.ColumnKind;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes of the public system tables as lines of JSON, and what of a change of them breaks
 * those who read the tables: only adding does not.
 */
final class PublicTables {
  private PublicTables() {}

  /** A public table. */
  @JsonPropertyOrder({"table", "keyColumns", "columns"})
  record Shape(String table, int keyColumns, List<ShapeColumn> columns) {}

  /** One of its columns. */
  @JsonPropertyOrder({"name", "type", "nullable"})
  record ShapeColumn(String name, ColumnKind type, boolean nullable) {}

  /** The shapes of those tables that are public. */
  static List<Shape> of(List<TableDefinition> tables) {
    return tables.stream()
        .filter(table -> table.visibility() == Visibility.PUBLIC)
        .map(
            table ->
                new Shape(
                    "system." + table.domain() + "." + table.name(),
                    table.keyColumns(),
                    table.columns().stream()
                        .map(it -> new ShapeColumn(it.name(), it.kind(), it.nullable()))
                        .toList()))
        .toList();
  }

  static List<Shape> read(String lines) {
    return lines.lines().map(line -> Json.read(line.getBytes(UTF_8), Shape.class)).toList();
  }

  static String line(Shape shape) {
    return new String(Json.bytes(shape), UTF_8);
  }

  /** What is no mere addition to what is recorded, a sentence each. */
  static List<String> breaches(List<Shape> recorded, List<Shape> now) {
    Map<String, Shape> byName = new LinkedHashMap<>();
    now.forEach(shape -> byName.put(shape.table(), shape));
    List<String> breaches = new ArrayList<>();
    for (Shape before : recorded) {
      Shape after = byName.get(before.table());
      if (after == null) {
        breaches.add(before.table() + " was removed");
      } else {
        breaches(before, after, breaches);
      }
    }
    return breaches;
  }

  private static void breaches(Shape before, Shape after, List<String> breaches) {
    if (after.keyColumns() != before.keyColumns()) {
      breaches.add(before.table() + " has another key");
    }
    List<String> names = after.columns().stream().map(ShapeColumn::name).toList();
    for (int i = 0; i < before.columns().size(); i++) {
      ShapeColumn column = before.columns().get(i);
      String name = before.table() + "." + column.name();
      int at = names.indexOf(column.name());
      if (at < 0) {
        breaches.add(name + " was removed or renamed");
      } else if (at != i) {
        breaches.add(name + " was moved from position " + i + " to " + at);
      } else if (after.columns().get(i).type() != column.type()) {
        breaches.add(name + " was " + column.type() + " and is " + after.columns().get(i).type());
      } else if (after.columns().get(i).nullable() != column.nullable()) {
        breaches.add(name + " was " + (column.nullable() ? "" : "not ") + "nullable");
      }
    }
    for (ShapeColumn column : after.columns()) {
      boolean isNew = before.columns().stream().noneMatch(it -> it.name().equals(column.name()));
      if (isNew && !column.nullable() && column.type() != ColumnKind.STRING_MAP) {
        breaches.add(before.table() + "." + column.name() + " is new and not nullable");
      }
    }
  }
}
