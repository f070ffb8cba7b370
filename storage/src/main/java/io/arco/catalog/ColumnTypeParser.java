package io.arco.catalog;

import static java.util.Map.entry;

import io.arco.catalog.ColumnType.Decimal;
import io.arco.catalog.ColumnType.Field;
import io.arco.catalog.ColumnType.ListOf;
import io.arco.catalog.ColumnType.MapOf;
import io.arco.catalog.ColumnType.Primitive;
import io.arco.catalog.ColumnType.Struct;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads one text of {@link ColumnType}'s grammar by recursive descent. */
final class ColumnTypeParser {
  private static final Map<String, Primitive> WORDS = words();

  private final String text;
  private int at;

  ColumnTypeParser(String text) {
    this.text = text;
  }

  ColumnType parse() {
    if (text.length() > ColumnType.MAX_CHARACTERS) {
      throw wrong(ColumnType.MAX_CHARACTERS, "at most 8192 characters");
    }
    ColumnType type = type(1);
    blanks();
    if (at < text.length()) {
      throw wrong(at, "the end");
    }
    if (type.text().length() > ColumnType.MAX_CHARACTERS) {
      throw wrong(text.length(), "at most 8192 characters in its canonical form");
    }
    return type;
  }

  private ColumnType type(int depth) {
    blanks();
    int start = at;
    if (depth > ColumnType.MAX_DEPTH) {
      throw wrong(start, "at most 16 levels");
    }
    String word = plain().toLowerCase(Locale.ROOT);
    switch (word) {
      case "decimal", "numeric":
        return decimal();
      case "struct":
        return struct(depth);
      case "list", "array":
        take('<');
        ColumnType element = type(depth + 1);
        take('>');
        return new ListOf(element);
      case "map":
        take('<');
        ColumnType key = type(depth + 1);
        take(',');
        ColumnType value = type(depth + 1);
        take('>');
        return new MapOf(key, value);
      default:
        Primitive primitive = WORDS.get(word);
        if (primitive == null) {
          throw wrong(start, "a type");
        }
        return primitive;
    }
  }

  private Decimal decimal() {
    take('(');
    int precision = number(1, Decimal.MAX_PRECISION, "a precision from 1 to 38");
    int scale = 0;
    if (has(',')) {
      take(',');
      scale = number(0, precision, "a scale from 0 to the precision");
    }
    take(')');
    return new Decimal(precision, scale);
  }

  private Struct struct(int depth) {
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    take('<');
    do {
      if (!fields.isEmpty()) {
        take(',');
      }
      blanks();
      int start = at;
      String name = has('`') ? quoted() : plain();
      int length = name.codePointCount(0, name.length());
      if (length < 1 || length > CatalogLimits.DEFAULT.nameCharacters()) {
        throw wrong(start, "a field name of 1 to 255 characters");
      }
      if (!names.add(name)) {
        throw wrong(start, "a field name that is not there yet");
      }
      take(':');
      fields.add(new Field(name, type(depth + 1)));
    } while (has(','));
    take('>');
    return new Struct(fields);
  }

  private int number(int min, int max, String expected) {
    blanks();
    int start = at;
    // No bound has more than two digits, so a third one is wrong wherever it stands.
    while (at < text.length() && at < start + 3 && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start || at == start + 3) {
      throw wrong(start, expected);
    }
    int value = Integer.parseInt(text.substring(start, at));
    if (value < min || value > max) {
      throw wrong(start, expected);
    }
    return value;
  }

  private String quoted() {
    take('`');
    StringBuilder name = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw wrong(at, "a closing `");
      }
      char c = text.charAt(at);
      if (Character.isISOControl(c)) {
        throw wrong(at, "no control character");
      }
      at++;
      if (c != '`') {
        name.append(c);
      } else if (at < text.length() && text.charAt(at) == '`') {
        name.append('`');
        at++;
      } else {
        return name.toString();
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length()
        && (isLetter(text.charAt(at)) || (at > start && isDigit(text.charAt(at))))) {
      at++;
    }
    if (at == start) {
      throw wrong(start, "a word");
    }
    return text.substring(start, at);
  }

  private boolean has(char c) {
    blanks();
    return at < text.length() && text.charAt(at) == c;
  }

  private void take(char c) {
    if (!has(c)) {
      throw wrong(at, String.valueOf(c));
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private ProblemException wrong(int position, String expected) {
    return Problem.of(ErrorCode.INVALID_TYPE, "The column type does not parse.")
        .with("value", CatalogProblems.excerpt(text))
        .with("position", position)
        .with("expected", expected)
        .asException();
  }

  private static Map<String, Primitive> words() {
    Map<String, Primitive> words =
        new HashMap<>(
            Map.ofEntries(
                entry("bool", Primitive.BOOLEAN),
                entry("byte", Primitive.TINYINT),
                entry("short", Primitive.SMALLINT),
                entry("integer", Primitive.INT),
                entry("long", Primitive.BIGINT),
                entry("real", Primitive.FLOAT),
                entry("text", Primitive.STRING),
                entry("varchar", Primitive.STRING)));
    for (Primitive primitive : Primitive.values()) {
      words.put(primitive.text(), primitive);
    }
    return Map.copyOf(words);
  }
}
