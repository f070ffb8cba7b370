package io.arco.server.sql;

/** Names and strings as SQL text that means them literally. */
public final class Quoted {
  private Quoted() {}

  /** A name as a quoted identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as a literal. */
  public static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
