package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints rows aligned for a fixed-width terminal: numbers to the right, NULL spelled out, wide
 * cells cut with {@code …}, control characters made visible so that no value can steer the
 * terminal.
 */
public final class TextTable {
  /** The widest a column gets, in terminal cells. */
  static final int MAX_CELL_WIDTH = 60;

  /** A column that is made narrower for the others' sake is so wide still. */
  static final int MIN_CELL_WIDTH = 8;

  private static final String GAP = "  ";

  private TextTable() {}

  /** Prints header, rows and the number of rows. */
  static void print(Rows rows, PrintWriter out) {
    print(rows, out, Integer.MAX_VALUE);
  }

  /**
   * The same in lines of a limited width: wide columns get narrower, and the last ones are left out
   * where that is not enough, which the last line says.
   *
   * @param lineWidth of the terminal, in cells
   * @return how many columns were left out
   */
  public static int print(Rows rows, PrintWriter out, int lineWidth) {
    int[] widths = new int[rows.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(fit(rows.columns().get(i).name()));
      for (List<JsonNode> row : rows.cells()) {
        widths[i] = Math.max(widths[i], width(cell(row.get(i), MAX_CELL_WIDTH)));
      }
    }
    int[] fitted = fitted(widths, lineWidth);
    printLine(rows.columns().stream().map(Rows.Column::name).toList(), rows.columns(), fitted, out);
    List<String> rule = new ArrayList<>();
    for (int width : fitted) {
      rule.add("-".repeat(width));
    }
    printLine(rule, rows.columns(), fitted, out);
    for (List<JsonNode> row : rows.cells()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < fitted.length; i++) {
        cells.add(cell(row.get(i), fitted[i]));
      }
      printLine(cells, rows.columns(), fitted, out);
    }
    int left = widths.length - fitted.length;
    out.println(
        "("
            + count(rows.cells().size(), "row")
            + (left == 0 ? "" : "; " + count(left, "column") + " more than fit")
            + ")");
    return left;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** The widths of the columns that a line holds, the first ones; at least one. */
  private static int[] fitted(int[] wanted, int lineWidth) {
    int columns = wanted.length;
    while (columns > 1 && least(wanted, columns) > lineWidth) {
      columns--;
    }
    int[] widths = Arrays.copyOf(wanted, columns);
    while (total(widths) > lineWidth) {
      int widest = 0;
      for (int i = 1; i < columns; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= MIN_CELL_WIDTH) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int least(int[] wanted, int columns) {
    int least = GAP.length() * (columns - 1);
    for (int i = 0; i < columns; i++) {
      least += Math.min(wanted[i], MIN_CELL_WIDTH);
    }
    return least;
  }

  private static int total(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * Math.max(0, widths.length - 1);
  }

  private static void printLine(
      List<String> cells, List<Rows.Column> columns, int[] widths, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = fit(cells.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - width(cell));
      boolean right = columns.get(i).numeric();
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding : "")
          .append(cell)
          .append(right ? "" : padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private static String cell(JsonNode value, int maxWidth) {
    String text = Rows.textOrNull(value);
    return text == null ? "NULL" : fit(text, maxWidth);
  }

  /** The whole text, without control characters. */
  public static String shown(String text) {
    return fit(text, Integer.MAX_VALUE);
  }

  /** The text in at most {@link #MAX_CELL_WIDTH} cells, without control characters. */
  static String fit(String text) {
    return fit(text, MAX_CELL_WIDTH);
  }

  /** The text in at most so many cells, at least 1, without control characters. */
  static String fit(String text, int maxWidth) {
    StringBuilder fitted = new StringBuilder();
    int used = 0;
    int keptLength = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      int shown = visible(point);
      int width = width(shown);
      if (used + width > maxWidth) {
        fitted.setLength(keptLength);
        return fitted.append('…').toString();
      }
      used += width;
      fitted.appendCodePoint(shown);
      if (used < maxWidth) {
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
  public static int width(String text) {
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
