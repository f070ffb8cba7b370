package io.arco.server.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.server.cli.CsvText;
import io.arco.server.cli.Rows;
import io.arco.server.cli.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Prints rows in the shapes of a shell. */
final class RowsText {
  private RowsText() {}

  /**
   * Prints rows.
   *
   * @param lineWidth of the terminal, in cells
   * @return how many columns the terminal has no room for
   */
  static int print(Rows rows, Format format, boolean expanded, PrintWriter out, int lineWidth) {
    if (format == Format.TABLE && !expanded) {
      return TextTable.print(rows, out, lineWidth);
    }
    switch (format) {
      case TABLE -> printExpanded(rows, out);
      case CSV -> CsvText.print(rows, out);
      case JSON -> out.println(Rows.pretty(rows.document()));
      case NDJSON -> printObjects(rows, out);
    }
    return 0;
  }

  private static void printExpanded(Rows rows, PrintWriter out) {
    List<String> names =
        rows.columns().stream().map(column -> TextTable.shown(column.name())).toList();
    int width = names.stream().mapToInt(TextTable::width).max().orElse(0);
    int number = 0;
    for (List<JsonNode> row : rows.cells()) {
      out.println("-[ row " + ++number + " ]" + "-".repeat(Math.max(0, width - 2)));
      for (int i = 0; i < names.size(); i++) {
        String text = Rows.textOrNull(row.get(i));
        String padding = " ".repeat(width - TextTable.width(names.get(i)));
        out.println(
            names.get(i) + padding + " | " + (text == null ? "NULL" : TextTable.shown(text)));
      }
    }
    out.println("(" + number + (number == 1 ? " row)" : " rows)"));
  }

  private static void printObjects(Rows rows, PrintWriter out) {
    List<String> names = distinct(rows.columns());
    for (List<JsonNode> row : rows.cells()) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      for (int i = 0; i < names.size(); i++) {
        object.set(names.get(i), row.get(i));
      }
      out.println(object);
    }
  }

  /** Of columns of one name the second is called {@code name_1}, as the engine would. */
  private static List<String> distinct(List<Rows.Column> columns) {
    Set<String> taken = new HashSet<>();
    columns.forEach(column -> taken.add(column.name()));
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Rows.Column column : columns) {
      String name = column.name();
      for (int i = 1; used.contains(name) || (i > 1 && taken.contains(name)); i++) {
        name = column.name() + "_" + i;
      }
      used.add(name);
      names.add(name);
    }
    return names;
  }
}
