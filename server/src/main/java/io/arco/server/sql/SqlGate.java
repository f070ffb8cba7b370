package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a text is one read-only SELECT (or WITH, or VALUES) over named tables, without
 * ever preparing it. DuckDB's own parser makes the tree; everything in the tree must be on a list
 * of allowed things.
 *
 * <ul>
 *   <li>A table is named {@code catalog.schema.table}, all three parts; a name of one part is a CTE
 *       in scope or refused.
 *   <li>Functions are those of the engine that depend on their arguments alone; in FROM only {@code
 *       range}, {@code generate_series} and {@code unnest}.
 *   <li>Parameters are positional, and only in statements that are told apart from queries.
 *   <li>A table may be read {@code AT (VERSION => n)}, n a whole number written out.
 *   <li>DESCRIBE, SHOW, SUMMARIZE, PIVOT without listed values, and other AT are refused.
 * </ul>
 *
 * Thread-safe. Works on a thread of its own; futures complete there.
 */
public final class SqlGate {
  /** How deep a query and the views it reads may nest, as {@link GatedSql#nesting} counts. */
  public static final int MAX_NESTING = TreeCheck.MAX_REPLANNED;

  private static final int QUEUE = 1_024;

  private final SqlLimits limits;
  private final SqlPool pool;
  private SqlParser parser;

  /** A gate with the text and depth limits of these. The parser starts with the first check. */
  public SqlGate(SqlLimits limits) {
    this.limits = limits;
    this.pool = new SqlPool("arco-sql-gate", 1, QUEUE, this::closeParser);
  }

  /**
   * Checks a text.
   *
   * @return what the engine runs; fails with INVALID_SQL (it doesn't parse: with {@code message}
   *     and, where known, the {@code position} of the character, from 1), SQL_NOT_ALLOWED (naming
   *     what is refused), TOO_LARGE or OVERLOADED
   */
  public Future<GatedSql> check(String sql) {
    return pool.call(() -> checkNow(sql, false));
  }

  /**
   * Checks a statement that is to run with parameters: as {@link #check}, and {@code ?} or {@code
   * $1} may stand where a value may.
   */
  public Future<GatedSql> checkStatement(String sql) {
    return pool.call(() -> checkNow(sql, true));
  }

  /**
   * Tells which columns of its tables the columns of a text read; see {@link ColumnOrigin}.
   *
   * @param tables the columns of every table it names, by the names it has for them
   * @return empty if it can't be told which columns there are; fails as {@link #check}
   */
  public Future<Optional<List<ColumnOrigin>>> origins(
      String sql, Map<TableName, List<String>> tables) {
    return pool.call(
        () -> {
          checkText(sql);
          JsonNode tree = parser().parse(sql);
          TreeCheck.of(tree, false);
          return Origins.of(tree, tables);
        });
  }

  /**
   * Stops the gate; checks that wait fail with OVERLOADED.
   *
   * @return completes when the parser is closed
   */
  public Future<Void> close() {
    return pool.close();
  }

  private void closeParser() throws SQLException {
    if (parser != null) {
      parser.close();
    }
  }

  private GatedSql checkNow(String sql, boolean mayHaveParameters) throws SQLException {
    checkText(sql);
    JsonNode tree = parser().parse(sql);
    GatedSql gated = TableRewrite.of(sql, TreeCheck.of(tree, mayHaveParameters));
    if (!gated.tables().isEmpty()) {
      verify(tree, gated);
    }
    return gated;
  }

  private SqlParser parser() throws SQLException {
    if (parser == null) {
      parser = new SqlParser(limits.depth());
    }
    return parser;
  }

  private void checkText(String sql) {
    if (sql.length() > limits.textBytes()
        || sql.getBytes(StandardCharsets.UTF_8).length > limits.textBytes()) {
      throw Problem.of(ErrorCode.TOO_LARGE, "The SQL text is too long.")
          .with("limitBytes", limits.textBytes())
          .asException();
    }
    if (sql.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(sql)) {
      throw Problem.of(ErrorCode.INVALID_SQL, "The SQL holds a character that is not text.")
          .asException();
    }
  }

  /** The text that will run must parse to the tree that was checked. */
  private void verify(JsonNode expected, GatedSql gated) throws SQLException {
    JsonNode actual;
    try {
      actual = parser.parse(gated.text(name -> EngineBase.SCHEMA + "." + TableRewrite.view(name)));
    } catch (ProblemException e) {
      throw TableRewrite.unsupported();
    }
    dropLocations(expected);
    dropLocations(actual);
    if (!expected.equals(actual)) {
      throw TableRewrite.unsupported();
    }
  }

  private static void dropLocations(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("query_location");
    }
    node.forEach(SqlGate::dropLocations);
  }
}
