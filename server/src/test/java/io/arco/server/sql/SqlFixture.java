package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gate and an engine, and how tests talk to them. */
final class SqlFixture implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  final SqlGate gate;
  final SqlEngine engine;

  SqlFixture(SqlLimits limits) {
    this(limits, EngineBase::open);
  }

  /** The same, its instances opened so. */
  SqlFixture(SqlLimits limits, EngineBase.Opener opener) {
    gate = new SqlGate(limits);
    engine = new SqlEngine(limits, opener);
  }

  /** Writes the rows of a query as a Parquet file. */
  static Path parquet(Path file, String select) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (" + select + ") TO " + Quoted.string(file.toString()) + " (FORMAT parquet)");
      return file;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static SqlTable table(String catalog, String schema, String table, Path... files) {
    return new SqlTable(new TableName(catalog, schema, table), List.of(), List.of(files), false);
  }

  GatedSql check(String sql) {
    return await(gate.check(sql));
  }

  Problem refusal(String sql) {
    return assertThrows(ProblemException.class, () -> check(sql), sql).problem();
  }

  Future<SqlResult> start(String sql, SqlSource source) {
    return engine.run(check(sql), source, ResultFormat.JSON, SqlOptions.DEFAULTS);
  }

  SqlResult run(String sql, SqlSource source, ResultFormat format, SqlOptions options) {
    return await(engine.run(check(sql), source, format, options));
  }

  JsonNode json(String sql, SqlSource source) {
    return Json.tree(run(sql, source, ResultFormat.JSON, SqlOptions.DEFAULTS).body());
  }

  /** The rows as JSON text. */
  String rows(String sql, SqlSource source) {
    return json(sql, source).path("rows").toString();
  }

  String csv(String sql, SqlSource source) {
    return text(run(sql, source, ResultFormat.CSV, SqlOptions.DEFAULTS));
  }

  static String text(SqlResult result) {
    return new String(result.body(), StandardCharsets.UTF_8);
  }

  Problem failure(String sql, SqlSource source) {
    Future<SqlResult> result = start(sql, source);
    return assertThrows(ProblemException.class, () -> await(result), sql).problem();
  }

  void assertFails(ErrorCode code, String sql, SqlSource source) {
    assertEquals(code, failure(sql, source).code(), sql);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(engine.close());
    await(gate.close());
  }
}
