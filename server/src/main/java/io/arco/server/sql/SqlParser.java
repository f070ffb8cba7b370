package io.arco.server.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * DuckDB's parser as a function from text to tree. It has an instance to itself with no tables and
 * no access to anything, to which a text is only ever a bound value. Used by one thread at a time.
 */
final class SqlParser implements AutoCloseable {
  /** A level of SQL nesting is at most this many levels of JSON. */
  private static final int JSON_LEVELS_PER_LEVEL = 8;

  private static final int MAX_TREE_CHARS = 1 << 28;

  private final Connection connection;
  private final PreparedStatement serialize;
  private final JsonFactory deepJson;

  SqlParser(int depth) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings(depth)) {
        statement.execute("SET " + setting);
      }
    }
    serialize = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)");
    deepJson =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(JSON_LEVELS_PER_LEVEL * depth + JSON_LEVELS_PER_LEVEL)
                    .maxStringLength(MAX_TREE_CHARS)
                    .build())
            .build();
  }

  private static List<String> settings(int depth) {
    return List.of(
        "autoinstall_known_extensions=false",
        "autoload_known_extensions=false",
        "allow_community_extensions=false",
        "memory_limit='512MiB'",
        "threads=1",
        "temp_directory=''",
        "max_expression_depth=" + depth,
        "enable_external_access=false",
        "lock_configuration=true");
  }

  /**
   * Parses exactly one SELECT.
   *
   * @return the statement's tree
   * @throws io.arco.problem.ProblemException INVALID_SQL if it doesn't parse; SQL_NOT_ALLOWED if it
   *     is something else than one SELECT
   */
  JsonNode parse(String sql) throws SQLException {
    JsonNode answer = serialize(sql);
    if (answer.path("error").asBoolean(true)) {
      throw problem(answer).asException();
    }
    JsonNode statements = answer.path("statements");
    if (statements.size() == 0) {
      throw Problem.of(ErrorCode.INVALID_SQL, "The text holds no statement.").asException();
    }
    if (statements.size() > 1) {
      throw Problem.of(ErrorCode.SQL_NOT_ALLOWED, "Only one statement is allowed.")
          .with("statements", statements.size())
          .asException();
    }
    return statements.get(0);
  }

  private JsonNode serialize(String sql) throws SQLException {
    serialize.setString(1, sql);
    try (ResultSet result = serialize.executeQuery()) {
      result.next();
      return Json.MAPPER.reader().with(deepJson).readTree(result.getString(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem problem(JsonNode answer) {
    String message = answer.path("error_message").asText();
    if (answer.path("error_type").asText().equals("not implemented")) {
      return message.startsWith("Only SELECT")
          ? Problem.of(ErrorCode.SQL_NOT_ALLOWED, "Only SELECT, WITH and VALUES are allowed.")
          : Problem.of(ErrorCode.SQL_NOT_ALLOWED, "The statement is not allowed.")
              .with("message", message);
    }
    Problem problem =
        Problem.of(ErrorCode.INVALID_SQL, "The SQL does not parse.")
            .with("message", SqlErrors.firstLine(message));
    // The parser counts characters from 0, people from 1.
    String position = answer.path("position").asText();
    return position.isEmpty() ? problem : problem.with("position", Long.parseLong(position) + 1);
  }

  @Override
  public void close() throws SQLException {
    serialize.close();
    connection.close();
  }
}
