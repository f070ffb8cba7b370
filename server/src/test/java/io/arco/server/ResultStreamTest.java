package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.StreamedAnswers.Streamed;
import io.arco.server.sql.SqlEngine;
import io.arco.testing.Await;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results longer than a window: whole, cut, broken, unread, and whether one can tell. */
final class ResultStreamTest {
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final String NDJSON = "application/x-ndjson";
  private static final List<String> TYPES =
      List.of("application/json", NDJSON, "text/csv", ARROW, PARQUET);

  /** Hard to compress, of 160 characters. */
  private static final String TEXT =
      "md5(i || 'a') || md5(i || 'b') || md5(i || 'c') || md5(i || 'd') || md5(i || 'e')";

  /** Rows that are more than a window, of Parquet more than a row group, in thousands of these. */
  private static final int CUT_BY_CALLER = 11;

  private static final int CUT_BY_SERVER = 12;
  private static final int ALL = 14;

  /** One of its last rows can't be made. */
  private static String failing(int good, int all) {
    return "select i, case when i < %d then %s else error('no') end as x from range(%d) t(i)"
        .formatted(good, TEXT, all);
  }

  /** Its first batch comes at once, its last never. */
  private static final String ENDLESS =
      "select a.range as n, repeat('x', 100) as x from range(100000) a, range(100000) b";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static RunningServer parquetServer;
  private static RunningServer generous;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    server = cuttingAt(CUT_BY_SERVER * thousand("text/csv"));
    parquetServer = cuttingAt(CUT_BY_SERVER * thousand(PARQUET));
    generous =
        RunningServer.on(
            Configs.inMemory(
                "sql.maxRows", "100000000",
                "sql.defaultRows", "100000000",
                "sql.maxResultBytes", "1099511627776",
                "sql.timeoutMillis", "3600000"));
  }

  @AfterAll
  static void stop() {
    server.close();
    parquetServer.close();
    generous.close();
    Await.value(vertx.close());
  }

  private static RunningServer cuttingAt(int rows) {
    return RunningServer.on(
        Configs.inMemory("sql.maxRows", "" + rows, "sql.defaultRows", "" + rows));
  }

  private static int thousand(String type) {
    return type.equals(PARQUET) ? 10_000 : 1_000;
  }

  private static String longSql(String type) {
    return "select i, " + TEXT + " as x from range(" + ALL * thousand(type) + ") t(i)";
  }

  private static RunningServer cutting(String type) {
    return type.equals(PARQUET) ? parquetServer : server;
  }

  static List<Arguments> typesAndVersions() {
    List<Arguments> all = new ArrayList<>();
    for (String type : TYPES) {
      all.add(Arguments.of(type, 1));
      all.add(Arguments.of(type, 2));
    }
    return all;
  }

  private static Streamed ask(RunningServer server, int version, String json, String... headers) {
    int port = server.server().port();
    String path = "/api/v1/query";
    return version == 1
        ? StreamedAnswers.http1(port, path, json, headers)
        : StreamedAnswers.http2(vertx, port, path, json, headers);
  }

  private static String body(String sql, int maxRows) {
    var body = Json.MAPPER.createObjectNode().put("sql", sql);
    return (maxRows == 0 ? body : body.put("maxRows", maxRows)).toString();
  }

  private static SqlEngine engine(RunningServer server) {
    return FlightAccess.engine(server.server());
  }

  /** How many rows an answer holds, read to its end. */
  private static int rows(String type, Streamed answer) throws IOException {
    return switch (type) {
      case "application/json" -> Json.tree(answer.body()).get("rows").size();
      case NDJSON -> {
        int rows = 0;
        for (String line : answer.text().split("\n")) {
          JsonNode row = Json.tree(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          assertEquals(rows, row.get("i").asInt());
          rows++;
        }
        yield rows;
      }
      case PARQUET -> (int) parquet(answer, "select count(*) from read_parquet(%s)");
      case "text/csv" -> answer.text().split("\r\n").length - 1;
      default -> {
        int rows = 0;
        try (RootAllocator allocator = new RootAllocator();
            ArrowStreamReader reader =
                new ArrowStreamReader(new ByteArrayInputStream(answer.body()), allocator)) {
          while (reader.loadNextBatch()) {
            rows += reader.getVectorSchemaRoot().getRowCount();
          }
        }
        yield rows;
      }
    };
  }

  private static boolean isTruncated(Streamed answer) throws IOException {
    return parquet(
            answer,
            "select count(*) from parquet_kv_metadata(%s) where decode(key) = 'arco.truncated' and"
                + " decode(value) = 'true'")
        == 1;
  }

  /** A number that DuckDB finds in a file. */
  private static long parquet(Streamed answer, String sql) throws IOException {
    Path file = Files.write(Files.createTempFile(folder, "answer", ".parquet"), answer.body());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql.formatted("'" + file + "'"))) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aShortResultComesAsAWhole(String type, int version) throws IOException {
    Streamed answer = ask(server, version, body("select 0 as i", 0), "Accept", type);
    assertEquals(200, answer.status());
    assertEquals("" + answer.body().length, answer.headers().get("content-length"));
    assertEquals("false", answer.headers().get("x-arco-truncated"));
    assertEquals(1, rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aLongResultIsStreamedToItsEnd(String type, int version) throws IOException {
    Streamed answer = ask(generous, version, body(longSql(type), 0), "Accept", type);
    assertTrue(answer.isWhole());
    assertNull(answer.headers().get("content-length"));
    assertEquals("X-Arco-Truncated", answer.headers().get("trailer"));
    assertEquals("false", answer.trailers().get("x-arco-truncated"));
    assertTrue(answer.body().length > 2 << 20, "" + answer.body().length);
    assertEquals(ALL * thousand(type), rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aResultThatTheServerCutsIsNotTakenForTheWhole(String type, int version) throws IOException {
    Streamed answer = ask(cutting(type), version, body(longSql(type), 0), "Accept", type);
    assertEquals(200, answer.status());
    if (type.equals("application/json") || type.equals(PARQUET)) {
      assertTrue(answer.isWhole());
      assertTrue(
          type.equals(PARQUET)
              ? isTruncated(answer)
              : Json.tree(answer.body()).get("truncated").asBoolean());
      assertEquals(CUT_BY_SERVER * thousand(type), rows(type, answer));
    } else {
      assertFalse(answer.isWhole());
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void whoReadsTrailersIsToldOfTheCutThere(String type, int version) throws IOException {
    Streamed answer =
        ask(cutting(type), version, body(longSql(type), 0), "Accept", type, "TE", "trailers");
    assertTrue(answer.isWhole());
    assertEquals("true", answer.trailers().get("x-arco-truncated"));
    assertEquals(CUT_BY_SERVER * thousand(type), rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void whoHasAskedForTheCutGetsItWhole(String type, int version) throws IOException {
    Streamed answer =
        ask(
            cutting(type),
            version,
            body(longSql(type), CUT_BY_CALLER * thousand(type)),
            "Accept",
            type);
    assertTrue(answer.isWhole());
    assertEquals("true", answer.trailers().get("x-arco-truncated"));
    assertEquals(CUT_BY_CALLER * thousand(type), rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aFailureAfterTheBeginningBreaksTheAnswerOff(String type, int version) {
    Streamed answer =
        ask(
            generous,
            version,
            body(failing(190_000, 200_000), 0),
            "Accept",
            type,
            "TE",
            "trailers");
    assertEquals(200, answer.status());
    assertFalse(answer.isWhole());
    if (type.equals("application/json")) {
      Assertions.assertThrows(RuntimeException.class, () -> Json.tree(answer.body()));
    } else if (type.equals(PARQUET)) {
      Assertions.assertThrows(AssertionError.class, () -> rows(type, answer));
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aFailureBeforeIsAProblem(String type, int version) {
    String early = failing(5, 10_000);
    Streamed answer = ask(generous, version, body(early, 0), "Accept", type);
    assertEquals(400, answer.status());
    assertEquals("INVALID_SQL", Json.tree(answer.body()).get("code").asText());
  }

  /** There the end of a body is the end of the connection, as is a break. */
  @Test
  void overHttp10AnAnswerIsWholeOrAProblem() {
    int port = generous.server().port();
    String type = "text/csv";
    Streamed whole =
        StreamedAnswers.http1("HTTP/1.0", port, "/api/v1/query", body("select 0 as i", 0));
    assertEquals(200, whole.status());
    assertTrue(whole.isWhole());
    Streamed refused =
        StreamedAnswers.http1(
            "HTTP/1.0", port, "/api/v1/query", body(longSql(type), 0), "Accept", type);
    assertEquals(422, refused.status());
    assertEquals("QUERY_TOO_LARGE", Json.tree(refused.body()).get("code").asText());
    Await.until("the engine is free", () -> engine(generous).running() == 0);
  }

  @Test
  void aClientThatGoesAwayStopsTheEngine() throws IOException {
    try (Socket socket =
        StreamedAnswers.ask(
            generous.server().port(), "/api/v1/query", body(ENDLESS, 0), "Accept", "text/csv")) {
      assertTrue(socket.getInputStream().read() >= 0);
      assertEquals(1, engine(generous).running());
    }
    Await.until("the engine is free", () -> engine(generous).running() == 0);
  }

  @Test
  void aClientThatGoesAwayBeforeThereIsAnythingStopsTheEngineToo() throws IOException {
    String busy =
        "select count(*) from range(10000) a, range(10000) b, range(10000) c"
            + " where a.range + b.range + c.range = -1";
    try (Socket socket =
        StreamedAnswers.ask(generous.server().port(), "/api/v1/query", body(busy, 0))) {
      Await.until("it runs", () -> engine(generous).running() == 1);
      assertTrue(socket.isConnected());
    }
    Await.until("the engine is free", () -> engine(generous).running() == 0);
  }

  @Test
  void aClientThatDoesNotReadHoldsUpTheEngineUntilItsTimeIsOver() throws IOException {
    try (RunningServer hasty =
            RunningServer.on(
                Configs.inMemory(
                    "sql.maxRows", "100000000",
                    "sql.defaultRows", "100000000",
                    "sql.maxResultBytes", "1099511627776",
                    "sql.timeoutMillis", "2000"));
        Socket socket =
            StreamedAnswers.ask(
                hasty.server().port(), "/api/v1/query", body(ENDLESS, 0), "Accept", "text/csv")) {
      assertTrue(socket.getInputStream().read() >= 0);
      Await.until("its time is over", () -> engine(hasty).running() == 0);
      long read = socket.getInputStream().readAllBytes().length;
      assertTrue(read < 16 << 20, read + " bytes were made unasked");
    } catch (java.net.SocketException reset) {
      // As good as the end without a last chunk.
      assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
    }
  }
}
