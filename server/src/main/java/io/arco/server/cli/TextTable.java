package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows aligned for a fixed-width terminal: numbers to the right, NULL spelled out, wide
 * cells cut with {@code …}, control characters made visible so that no value can steer the
 * terminal.
 */
final class TextTable {
  /** The widest a column gets, in terminal cells. */
  static final int MAX_CELL_WIDTH = 60;

  private static final String GAP = "  ";

  private TextTable() {}

  /** Prints header, rows and the number of rows. */
  static void print(Rows rows, PrintWriter out) {
    int count = rows.columns().size();
    List<List<String>> lines = new ArrayList<>();
    lines.add(rows.columns().stream().map(column -> fit(column.name())).toList());
    for (List<JsonNode> row : rows.cells()) {
      lines.add(row.stream().map(TextTable::cell).toList());
    }
    int[] widths = new int[count];
    for (List<String> line : lines) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], width(line.get(i)));
      }
    }
    printLine(lines.get(0), rows.columns(), widths, out);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    printLine(rule, rows.columns(), widths, out);
    for (List<String> line : lines.subList(1, lines.size())) {
      printLine(line, rows.columns(), widths, out);
    }
    int size = rows.cells().size();
    out.println("(" + size + (size == 1 ? " row)" : " rows)"));
  }

  private static void printLine(
      List<String> cells, List<Rows.Column> columns, int[] widths, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      boolean right = columns.get(i).numeric();
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding : "")
          .append(cells.get(i))
          .append(right ? "" : padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private static String cell(JsonNode value) {
    String text = Rows.textOrNull(value);
    return text == null ? "NULL" : fit(text);
  }

  /** The text in at most {@link #MAX_CELL_WIDTH} cells, without control characters. */
  static String fit(String text) {
    StringBuilder fitted = new StringBuilder();
    int used = 0;
    int keptLength = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      int shown = visible(point);
      int width = width(shown);
      if (used + width > MAX_CELL_WIDTH) {
        fitted.setLength(keptLength);
        return fitted.append('…').toString();
      }
      used += width;
      fitted.appendCodePoint(shown);
      if (used < MAX_CELL_WIDTH) {
        keptLength = fitted.length();
      }
    }
    return fitted.toString();
  }

  /** Control and direction-changing characters as something that only takes its place. */
  private static int visible(int point) {
    if (point == '\n' || point == '\r' || point == '\t') {
      return ' ';
    }
    boolean steers =
        Character.isISOControl(point)
            || (point >= 0x202A && point <= 0x202E)
            || (point >= 0x2066 && point <= 0x2069)
            || (point >= 0xD800 && point <= 0xDFFF);
    return steers ? '\uFFFD' : point;
  }

  /** The width in terminal cells. */
  static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  /** None for combining marks, two for East Asian wide characters and emoji, else one. */
  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
