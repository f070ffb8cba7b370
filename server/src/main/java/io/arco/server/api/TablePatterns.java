package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which tables are asked for: names like {@code catalog.tables} or {@code system.catalog.tables},
 * in which {@code *} stands for any characters.
 *
 * @param texts as they were given
 */
record TablePatterns(List<String> texts) {
  /** The most of them in one request. */
  static final int MAX_PATTERNS = 64;

  /** The longest, in characters. */
  static final int MAX_LENGTH = 140;

  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9_.*]{1," + MAX_LENGTH + "}");
  private static final String CATALOG = "system.";

  /**
   * Those of a request.
   *
   * @param textsOrNull null: all tables
   * @throws ProblemException INVALID_REQUEST, naming the one that is none
   */
  static TablePatterns of(List<String> textsOrNull) {
    if (textsOrNull == null) {
      return new TablePatterns(List.of("*"));
    }
    if (textsOrNull.isEmpty() || textsOrNull.size() > MAX_PATTERNS) {
      throw invalid("/tables", "1 to " + MAX_PATTERNS + " names");
    }
    for (int i = 0; i < textsOrNull.size(); i++) {
      String text = textsOrNull.get(i);
      if (text == null || !GRAMMAR.matcher(text).matches()) {
        throw invalid(
            "/tables/" + i, "1 to " + MAX_LENGTH + " characters of a-z 0-9 _ . and * for any");
      }
    }
    return new TablePatterns(List.copyOf(textsOrNull));
  }

  private static ProblemException invalid(String field, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The tables can't be asked for like this.")
        .with("field", field)
        .with("expected", expected)
        .asException();
  }

  /**
   * Those of the tables that are asked for, each once, by name.
   *
   * @throws ProblemException TABLE_NOT_FOUND if a pattern fits none
   */
  List<PublicTable> among(List<PublicTable> tables) {
    TreeMap<String, PublicTable> found = new TreeMap<>();
    for (String text : texts) {
      Pattern pattern = Pattern.compile(regex(text));
      List<PublicTable> fitting =
          tables.stream().filter(it -> pattern.matcher(it.name()).matches()).toList();
      if (fitting.isEmpty()) {
        throw Problem.of(ErrorCode.TABLE_NOT_FOUND, "There is no such public table.")
            .with("table", text)
            .asException();
      }
      fitting.forEach(it -> found.put(it.name(), it));
    }
    return List.copyOf(found.values());
  }

  /** Stars that follow each other are one: a pattern never takes long. */
  private static String regex(String text) {
    String name = text.startsWith(CATALOG) ? text.substring(CATALOG.length()) : text;
    return name.replaceAll("\\*+", "*").replace(".", "\\.").replace("*", "[a-z0-9_.]*");
  }
}
