package io.arco.server.sql;

/** Names and strings as SQL text that means them literally. */
final class Quoted {
  private Quoted() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
