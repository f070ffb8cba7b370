package io.arco.server.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a column's type, so that nothing else can stand where a type does. */
final class TypeText {
  private static final int MAX_DEPTH = 64;

  private static final Pattern SCALAR =
      Pattern.compile(
          "BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT"
              + "|REAL|FLOAT|DOUBLE|DECIMAL\\(\\d{1,2},\\d{1,2}\\)|VARCHAR|BLOB|UUID|JSON"
              + "|DATE|TIMESTAMP WITH TIME ZONE|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMP_S|TIMESTAMP"
              + "|TIME|INTERVAL");

  private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")*+\" ");

  private final String text;
  private int at;

  private TypeText(String text) {
    this.text = text;
  }

  /** Whether the whole text is one type. */
  static boolean isType(String text) {
    TypeText reader = new TypeText(text);
    return reader.type(0) && reader.at == text.length();
  }

  private boolean type(int depth) {
    boolean isOne = depth <= MAX_DEPTH && (struct(depth) || map(depth) || take(SCALAR));
    while (isOne && take("[]")) {
      // an array of it
    }
    return isOne;
  }

  private boolean struct(int depth) {
    if (!take("STRUCT(")) {
      return false;
    }
    do {
      if (!take(NAME) || !type(depth + 1)) {
        return false;
      }
    } while (take(", "));
    return take(")");
  }

  private boolean map(int depth) {
    return take("MAP(") && type(depth + 1) && take(", ") && type(depth + 1) && take(")");
  }

  private boolean take(String expected) {
    boolean isThere = text.startsWith(expected, at);
    at += isThere ? expected.length() : 0;
    return isThere;
  }

  private boolean take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    boolean isThere = matcher.lookingAt();
    at = isThere ? matcher.end() : at;
    return isThere;
  }
}
