package io.arco.server.sql;

import io.arco.testing.Seeds;
import java.util.List;

/**
 * Texts between SQL and noise: harmless statements, hostile ones hidden in harmless places, and
 * both with pieces cut, doubled, swapped and replaced.
 */
final class RandomSql {
  private static final int DEPTH = 4;
  private static final int MOST_CHANGES = 4;

  private static final List<String> HOSTILE = HostileSql.statements().toList();
  private static final List<String> COLUMNS = List.of("x", "s", "t.x", "c.x", "*", "a.b.c.x", "1");
  private static final List<String> VALUES =
      List.of("0", "1", "-1", "1.5", "null", "'x'", "date '2024-01-01'", "[1, 2]", "{'k': 1}");
  private static final List<String> FUNCTIONS =
      List.of("upper", "abs", "count", "sum", "max", "coalesce", "list_value", "md5", "length");
  private static final List<String> OPERATORS =
      List.of("+", "-", "*", "||", "=", "<>", "<", "and", "or", "like", "is not distinct from");
  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "$$",
          "--",
          "/*",
          "*/",
          ";",
          "(",
          ")",
          "[",
          "]",
          ".",
          ",",
          "?",
          "$1",
          "::",
          "->",
          "\\",
          "\n",
          "\u00a0",
          "\u200b",
          "\uff07",
          "\u037e",
          "e'\\x27'",
          "U&'\\0027'",
          "x'27'",
          " select ",
          " from ",
          " with ",
          " union all ",
          " as ",
          " at (version => 1) ",
          " into ",
          " lateral ",
          " filter ",
          " over () ",
          " exclude (x) ",
          " replace ");

  private final Seeds seeds;
  private final List<String> attacks;

  /**
   * Texts of this seed.
   *
   * @param attacks what else to hide: things to select from
   */
  RandomSql(Seeds seeds, List<String> attacks) {
    this.seeds = seeds;
    this.attacks = attacks;
  }

  /** The next text. */
  String next() {
    String text =
        switch (seeds.below(8)) {
          case 0 -> seeds.oneOf(HOSTILE);
          case 1 -> "select * from " + seeds.oneOf(attacks);
          default -> query(DEPTH);
        };
    int changes = seeds.below(3) > 0 ? 0 : 1 + seeds.below(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      text = changed(text);
    }
    return text;
  }

  private String query(int depth) {
    String list = expression(depth - 1) + (seeds.below(3) == 0 ? ", " + expression(depth - 1) : "");
    String plain = "select " + list + " from " + source(depth - 1) + condition(depth - 1);
    return switch (depth > 1 ? seeds.below(8) : 7) {
      case 0 -> "with w as (" + query(depth - 1) + ") select * from w";
      case 1 -> query(depth - 1) + " union all " + query(depth - 1);
      case 2 -> "from " + source(depth - 1);
      case 3 -> plain + " order by " + expression(depth - 1) + " limit 3";
      default -> plain;
    };
  }

  private String source(int depth) {
    return switch (seeds.below(depth > 0 ? 14 : 10)) {
      case 0 -> "range(3) t(x)";
      case 1 -> "(values (1, 'a')) t(x, s)";
      case 2 -> "A.b.\"c\" t";
      case 10 -> "(" + query(depth) + ") t";
      case 11 -> source(depth - 1) + ", lateral (select 1) l";
      case 12 -> "a.b.c join a.b.c as d on " + expression(depth - 1);
      case 13 -> seeds.oneOf(attacks);
      default -> "a.b.c t";
    };
  }

  private String condition(int depth) {
    return seeds.below(3) == 0 ? " where " + expression(depth) : "";
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return seeds.below(2) == 0 ? seeds.oneOf(COLUMNS) : seeds.oneOf(VALUES);
    }
    return switch (seeds.below(12)) {
      case 0 -> seeds.oneOf(FUNCTIONS) + "(" + expression(depth - 1) + ")";
      case 1 -> "(" + expression(depth - 1) + ")." + seeds.oneOf(FUNCTIONS) + "()";
      case 2 -> expression(depth - 1) + " " + seeds.oneOf(OPERATORS) + " " + expression(depth - 1);
      case 3 -> "case when " + expression(depth - 1) + " then " + expression(depth - 1) + " end";
      case 4 -> "try_cast(" + expression(depth - 1) + " as varchar)";
      case 5 -> "(select " + expression(depth - 1) + " from " + source(depth - 1) + ")";
      case 6 -> "exists(from " + source(depth - 1) + ")";
      case 7 -> "list_transform([1], y -> " + expression(depth - 1) + ")";
      case 8 -> "sum(" + expression(depth - 1) + ") over (order by x)";
      case 9 -> seeds.below(4) == 0 ? "getenv('PATH')" : seeds.oneOf(COLUMNS);
      default -> seeds.oneOf(COLUMNS);
    };
  }

  private String changed(String text) {
    int from = seeds.below(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + seeds.below(6));
    String cut = text.substring(from, to);
    return switch (seeds.below(6)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, to) + cut + text.substring(to);
      case 2 -> text.substring(0, from) + seeds.oneOf(PIECES) + text.substring(from);
      case 3 -> text.substring(0, from) + seeds.oneOf(PIECES) + text.substring(to);
      case 4 -> text.substring(0, from) + seeds.oneOf(HOSTILE) + text.substring(to);
      default -> text.substring(0, from) + "/*" + cut + "*/" + text.substring(from);
    };
  }
}
