package io.arco.server.sql;

import java.util.List;
import java.util.function.Function;

/**
 * A query that passed the {@link SqlGate}: one read-only SELECT, with the places where it names
 * tables. Only the gate makes them.
 */
public final class GatedSql {
  private final List<Piece> pieces;
  private final List<TableName> tables;
  private final int parameters;
  private final int nesting;

  GatedSql(List<Piece> pieces, List<TableName> tables, int parameters, int nesting) {
    this.pieces = List.copyOf(pieces);
    this.tables = List.copyOf(tables);
    this.parameters = parameters;
    this.nesting = nesting;
  }

  /** How deep it nests what the engine's planner works through again for each level. */
  public int nesting() {
    return nesting;
  }

  /** How often it names a table. */
  public long occurrences(TableName name) {
    return pieces.stream().filter(piece -> name.equals(piece.table())).count();
  }

  /** How many values it needs, by position from 1; 0 of a text that was checked as a query. */
  public int parameters() {
    return parameters;
  }

  /** The tables it reads, as written, each once, in the order of the text. */
  public List<TableName> tables() {
    return tables;
  }

  /** The text with each table's name replaced. */
  String text(Function<TableName, String> replacement) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.table() != null) {
        text.append(replacement.apply(piece.table()));
      }
      text.append(piece.text());
    }
    return text.toString();
  }

  /**
   * A stretch of the text.
   *
   * @param table the table named first, or null
   * @param text what follows the name
   */
  record Piece(TableName table, String text) {}
}
