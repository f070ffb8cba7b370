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
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results longer than a window: whole, cut, broken, unread, and whether one can tell. */
final class ResultStreamTest {
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final String NDJSON = "application/x-ndjson";
  private static final List<String> TYPES = List.of("application/json", NDJSON, "text/csv", ARROW);

  /** About 5 MB in every format. */
  private static final String LONG = "select i, repeat('x', 100) || i as x from range(50000) t(i)";

  /** Far more, and one of its last rows can't be made. */
  private static final String FAILING =
      "select i, case when i < 390000 then repeat('x', 100) || i else error('no') end as x"
          + " from range(400000) t(i)";

  /** Its first batch comes at once, its last never. */
  private static final String ENDLESS =
      "select a.range as n, repeat('x', 100) as x from range(100000) a, range(100000) b";

  private static final int SERVER_ROWS = 30_000;

  private static RunningServer server;
  private static RunningServer generous;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    server =
        RunningServer.on(
            Configs.inMemory("sql.maxRows", "" + SERVER_ROWS, "sql.defaultRows", "" + SERVER_ROWS));
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
    generous.close();
    Await.value(vertx.close());
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
    Streamed answer = ask(generous, version, body(LONG, 0), "Accept", type);
    assertTrue(answer.isWhole());
    assertNull(answer.headers().get("content-length"));
    assertEquals("X-Arco-Truncated", answer.headers().get("trailer"));
    assertEquals("false", answer.trailers().get("x-arco-truncated"));
    assertTrue(answer.body().length > 4 << 20);
    assertEquals(50_000, rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aResultThatTheServerCutsIsNotTakenForTheWhole(String type, int version) throws IOException {
    Streamed answer = ask(server, version, body(LONG, 0), "Accept", type);
    assertEquals(200, answer.status());
    if (type.equals("application/json")) {
      assertTrue(answer.isWhole());
      assertTrue(Json.tree(answer.body()).get("truncated").asBoolean());
      assertEquals(SERVER_ROWS, rows(type, answer));
    } else {
      assertFalse(answer.isWhole());
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void whoReadsTrailersIsToldOfTheCutThere(String type, int version) throws IOException {
    Streamed answer = ask(server, version, body(LONG, 0), "Accept", type, "TE", "trailers");
    assertTrue(answer.isWhole());
    assertEquals("true", answer.trailers().get("x-arco-truncated"));
    assertEquals(SERVER_ROWS, rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void whoHasAskedForTheCutGetsItWhole(String type, int version) throws IOException {
    Streamed answer = ask(server, version, body(LONG, 20_000), "Accept", type);
    assertTrue(answer.isWhole());
    assertEquals("true", answer.trailers().get("x-arco-truncated"));
    assertEquals(20_000, rows(type, answer));
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aFailureAfterTheBeginningBreaksTheAnswerOff(String type, int version) {
    Streamed answer = ask(generous, version, body(FAILING, 0), "Accept", type, "TE", "trailers");
    assertEquals(200, answer.status());
    assertFalse(answer.isWhole());
    if (type.equals("application/json")) {
      Assertions.assertThrows(RuntimeException.class, () -> Json.tree(answer.body()));
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndVersions")
  void aFailureBeforeIsAProblem(String type, int version) {
    String early = FAILING.replace("390000", "5");
    Streamed answer = ask(generous, version, body(early, 0), "Accept", type);
    assertEquals(400, answer.status());
    assertEquals("INVALID_SQL", Json.tree(answer.body()).get("code").asText());
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
