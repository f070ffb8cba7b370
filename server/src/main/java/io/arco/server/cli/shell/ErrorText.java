package io.arco.server.cli.shell;

import io.arco.server.cli.ProblemAnswer;
import io.arco.server.cli.TextTable;
import io.arco.server.cli.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a statement, and where: a line of it with a caret below. */
final class ErrorText {
  /** A line is shown up to so many characters on each side of the caret. */
  private static final int MAX_AROUND = 60;

  private static final Pattern NAMED =
      Pattern.compile("\"([^\"]+)\"|(?:with name|named) ([\\p{L}\\p{N}_.]+)");

  private ErrorText() {}

  /**
   * Lines for a person.
   *
   * @param sql the statement
   * @param firstLine the number of its first line where it came from, from 1
   */
  static List<String> of(ProblemAnswer problem, String sql, int firstLine) {
    String message = problem.detail("message").asText();
    String text = message.isEmpty() ? problem.getMessage().replaceFirst("^[A-Z_]+: ", "") : message;
    OptionalInt place = place(problem, message, sql);
    List<String> lines = new ArrayList<>();
    if (place.isEmpty()) {
      lines.add(Visible.of(problem.code() + ": " + text));
      return lines;
    }
    int at = place.getAsInt();
    int lineStart = sql.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = sql.indexOf('\n', at) < 0 ? sql.length() : sql.indexOf('\n', at);
    long line = firstLine + sql.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int column = sql.codePointCount(lineStart, at) + 1;
    String where = " at line " + line + ", column " + column + ": ";
    lines.add(Visible.of(problem.code() + where + text));
    int from = Math.max(lineStart, at - MAX_AROUND);
    String before = (from > lineStart ? "…" : "") + TextTable.shown(sql.substring(from, at));
    int to = Math.min(lineEnd, at + MAX_AROUND);
    lines.add("  " + before + TextTable.shown(sql.substring(at, to)) + (to < lineEnd ? "…" : ""));
    lines.add("  " + " ".repeat(TextTable.width(before)) + "^");
    return lines;
  }

  /** Where the mistake is, if that is known: told, or where what is named stands, if only there. */
  private static OptionalInt place(ProblemAnswer problem, String message, String sql) {
    int position = problem.detail("position").asInt(0);
    if (position >= 1) {
      int points = sql.codePointCount(0, sql.length());
      return OptionalInt.of(sql.offsetByCodePoints(0, Math.min(position - 1, points)));
    }
    for (String detail : List.of("function", "table")) {
      if (problem.detail(detail).isTextual()) {
        return only(problem.detail(detail).asText(), sql);
      }
    }
    Matcher named = NAMED.matcher(message);
    return named.find()
        ? only(named.group(1) == null ? named.group(2) : named.group(1), sql)
        : OptionalInt.empty();
  }

  private static OptionalInt only(String name, String sql) {
    String code = uncommented(sql);
    Matcher found =
        Pattern.compile(
                "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
                Pattern.CASE_INSENSITIVE)
            .matcher(code);
    if (!found.find()) {
      return OptionalInt.empty();
    }
    int at = found.start();
    return found.find() ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /** Names may stand in quotes. */
  private static String uncommented(String sql) {
    StringBuilder code = new StringBuilder(sql);
    for (SqlText.Span span : SqlText.spans(sql)) {
      boolean isCode = span.kind() == SqlText.Kind.CODE || span.kind() == SqlText.Kind.NAME;
      for (int at = span.start(); !isCode && at < span.end(); at++) {
        code.setCharAt(at, ' ');
      }
    }
    return code.toString();
  }
}
