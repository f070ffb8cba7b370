package io.arco.planner.selection;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.selection.Selection.All;
import io.arco.planner.selection.Selection.Attribute;
import io.arco.planner.selection.Selection.Having;
import io.arco.planner.selection.Selection.Named;
import io.arco.planner.selection.Selection.Namespace;
import io.arco.planner.selection.Selection.Operator;
import io.arco.planner.selection.Selection.Pair;
import io.arco.planner.selection.Selection.Reach;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.util.Locale;

/** Reads a selection from left to right. Used once. */
public final class SelectionParser {
  /** The longest selection, in characters. */
  public static final int MAX_LENGTH = 4_096;

  /** The deepest nesting of parentheses. */
  static final int MAX_DEPTH = 64;

  /** The most assets, attributes and stars in one selection. */
  static final int MAX_TERMS = 256;

  /** The longest number of steps, in digits. */
  private static final int MAX_DIGITS = 4;

  private final String text;
  private int at;
  private int depth;
  private int terms;

  private SelectionParser(String text) {
    this.text = text;
  }

  /**
   * Reads a selection.
   *
   * @throws ProblemException INVALID_SELECTION with the {@code column} and what was {@code
   *     expected} there
   */
  public static Selection parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw Problem.of(ErrorCode.INVALID_SELECTION, "The selection is too long.")
          .with("expected", "at most " + MAX_LENGTH + " characters")
          .asException();
    }
    SelectionParser parser = new SelectionParser(text);
    Selection selection = parser.expression();
    if (parser.at < text.length()) {
      throw parser.expected("| - & or the end");
    }
    return selection;
  }

  private Selection expression() {
    Selection left = term();
    while (true) {
      if (accept('|')) {
        left = new Pair(Operator.UNION, left, term());
      } else if (accept('-')) {
        left = new Pair(Operator.MINUS, left, term());
      } else {
        return left;
      }
    }
  }

  private Selection term() {
    Selection left = factor();
    while (accept('&')) {
      left = new Pair(Operator.INTERSECTION, left, factor());
    }
    return left;
  }

  private Selection factor() {
    skipSpace();
    int begin = at;
    int up = 0;
    if (isDigit()) {
      up = number();
      if (peek() != '+') {
        throw expected("+");
      }
      at++;
    } else if (peek() == '+') {
      at++;
      up = Selection.UNBOUNDED;
    }
    Selection primary = primary();
    int down = 0;
    if (peek() == '+') {
      at++;
      down = isDigit() ? number() : Selection.UNBOUNDED;
    }
    String written = text.substring(begin, at);
    skipSpace();
    return new Reach(begin + 1, written, primary, up, down);
  }

  private Selection primary() {
    int column = at + 1;
    if (peek() == '(') {
      return parentheses();
    }
    if (++terms > MAX_TERMS) {
      throw expected("at most " + MAX_TERMS + " terms");
    }
    if (peek() == '*') {
      at++;
      return new All(column);
    }
    String word = word();
    if (word.isEmpty()) {
      throw expected("an asset, tag: group: owner: kind: * or (");
    }
    if (peek() == ':') {
      Attribute attribute = attribute(word, column);
      at++;
      return new Having(column, attribute, value());
    }
    if (peek() != '.') {
      throw expected(". and the rest of namespace.name, or : behind tag, group, owner, kind");
    }
    at++;
    if (peek() == '*') {
      at++;
      return new Namespace(column, word);
    }
    String name = word();
    return AssetKey.of(word + "." + name)
        .<Selection>map(key -> new Named(column, key))
        .orElseThrow(
            () -> {
              at = name.isEmpty() ? at : column - 1;
              return expected("namespace.name, each of a-z 0-9 _ and beginning with a letter");
            });
  }

  private Selection parentheses() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw expected("at most " + MAX_DEPTH + " parentheses in each other");
    }
    Selection inner = expression();
    if (peek() != ')') {
      throw expected(")");
    }
    at++;
    depth--;
    return inner;
  }

  private Attribute attribute(String word, int column) {
    for (Attribute attribute : Attribute.values()) {
      if (attribute.name().toLowerCase(Locale.ROOT).equals(word)) {
        return attribute;
      }
    }
    at = column - 1;
    throw expected("tag: group: owner: or kind:");
  }

  private String value() {
    if (peek() == '"') {
      return quoted();
    }
    int begin = at;
    while (at < text.length() && isValueCharacter(text.charAt(at))) {
      at++;
    }
    if (begin == at) {
      throw expected("a value, in quotes if it is more than A-Z a-z 0-9 _ . @ / = -");
    }
    return text.substring(begin, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
        if (peek() != '"' && peek() != '\\') {
          throw expected("\" or \\ behind \\");
        }
      }
      if (at >= text.length()) {
        throw expected("\"");
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String word() {
    int begin = at;
    while (at < text.length() && isWordCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private int number() {
    int begin = at;
    while (isDigit()) {
      at++;
    }
    if (at - begin > MAX_DIGITS) {
      at = begin;
      throw expected("at most " + MAX_DIGITS + " digits");
    }
    return Integer.parseInt(text.substring(begin, at));
  }

  private boolean accept(char operator) {
    skipSpace();
    if (peek() != operator) {
      return false;
    }
    at++;
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The next character, or 0 at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean isDigit() {
    return peek() >= '0' && peek() <= '9';
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static boolean isValueCharacter(char c) {
    return isWordCharacter(c) || c == '.' || c == '@' || c == '/' || c == '=' || c == '-';
  }

  private ProblemException expected(String what) {
    return problem("The selection does not parse.", at + 1)
        .with("found", at < text.length() ? found() : "the end")
        .with("expected", what)
        .asException();
  }

  private String found() {
    int codePoint = text.codePointAt(at);
    boolean isShown = !Character.isISOControl(codePoint) && !Character.isSurrogate(text.charAt(at));
    return isShown ? Character.toString(codePoint) : String.format("U+%04X", codePoint);
  }

  /** What is wrong at a column. */
  static Problem problem(String message, int column) {
    return Problem.of(ErrorCode.INVALID_SELECTION, message).with("column", column);
  }
}
