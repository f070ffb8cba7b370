package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.FlightAccess;
import io.arco.server.RunningServer;
import io.arco.server.data.S3Tables;
import io.arco.server.sql.SqlEngine;
import io.arco.testing.Await;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the engine while a query over gRPC is read, not read, or cancelled. */
final class GrpcQueryTest {
  private static final String ENDLESS =
      "{\"query\":{\"sql\":\"select a.range as n, repeat('x', 100) as x from range(100000) a,"
          + " range(100000) b\"}}";

  private static final String BUSY =
      "{\"query\":{\"sql\":\"select count(*) from range(10000) a, range(10000) b, range(10000) c"
          + " where a.range + b.range + c.range = -1\"}}";

  private RunningServer server;
  private GrpcClient client;
  private SqlEngine engine;

  @BeforeEach
  void start() {
    server =
        RunningServer.on(
            Configs.inMemory(
                "sql.maxRows", "100000000",
                "sql.defaultRows", "100000000",
                "sql.maxResultBytes", "1099511627776",
                "sql.timeoutMillis", "3600000"));
    client = new GrpcClient(server.server().url());
    engine = FlightAccess.engine(server.server());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private JsonNode newest() {
    return server.client().get("/api/v1/queries").expect(200).json().at("/items/0");
  }

  @Test
  void batchesComeWhileTheEngineIsStillAtWorkAndNoMoreThanAreTaken() {
    GrpcClient.Stream stream = client.open("QueryData", ENDLESS, 1);
    Await.until("the first piece", () -> stream.messages().size() == 1);
    assertEquals(1, engine.running());
    Await.until("it is held up", this::isHeldUp);
    assertTrue(newest().get("bytes").asLong() < 16 << 20, newest().toString());
    long rows = newest().get("rows").asLong();
    stream.call().request(200);
    Await.until("it goes on", () -> newest().get("rows").asLong() > rows);
    stream.cancel();
    Await.until("the engine is free", () -> engine.running() == 0);
    Await.until("it is over", () -> newest().get("state").asText().equals("cancelled"));
  }

  private boolean isHeldUp() {
    long before = newest().get("rows").asLong();
    for (int i = 0; i < 30; i++) {
      if (newest().get("rows").asLong() != before) {
        return false;
      }
    }
    return before > 0;
  }

  @Test
  void aCallThatIsCancelledInterruptsTheEngine() {
    GrpcClient.Stream stream = client.open("Query", BUSY, 1);
    Await.until("it runs", () -> engine.running() == 1);
    assertEquals(0, engine.interrupted());
    stream.cancel();
    Await.until("the engine is free", () -> engine.running() == 0);
    assertEquals(1, engine.interrupted());
    Await.until("it is over", () -> newest().get("state").asText().equals("cancelled"));
    assertEquals("grpc", newest().get("kind").asText());
  }

  @Test
  void aFailureOnTheWayIsTheStatusOfTheCall() {
    String failing =
        "{\"query\":{\"sql\":\"select case when i < 190000 then md5(i || 'a') || md5(i || 'b') else"
            + " error('no') end as x from range(200000) t(i)\"}}";
    GrpcClient.Answer answer = client.call("QueryData", failing);
    answer.expect(Status.Code.INVALID_ARGUMENT, "INVALID_SQL");
    assertTrue(!answer.messages().isEmpty());
  }

  @Test
  void aQueryThatIsEndedOverRestEndsItsCall() {
    GrpcClient.Stream stream = client.open("Query", BUSY, 1);
    Await.until("it runs", () -> engine.running() == 1);
    client.call("CancelQuery", "{\"query\":\"" + newest().get("id").asText() + "\"}").ok();
    Await.until("the end", () -> stream.listening().status() != null);
    assertEquals(Status.Code.CANCELLED, stream.listening().status().getCode());
    assertEquals(0, engine.running());
  }

  @Test
  void aLongAnswerSaysBehindItsMessagesWhetherItWasCut() {
    String sql =
        "{\"query\":{\"sql\":\"select repeat('x', 1000) || i as x from range(5000)"
            + " t(i)\",\"maxRows\":%d}}";
    GrpcClient.Answer cut = client.call("QueryData", sql.formatted(3_000)).ok();
    assertEquals("true", trailer(cut));
    assertEquals("false", trailer(client.call("QueryData", sql.formatted(5_000)).ok()));
  }

  private static String trailer(GrpcClient.Answer answer) {
    assertTrue(answer.messages().size() > 1);
    return answer
        .trailers()
        .get(Metadata.Key.of("x-arco-truncated", Metadata.ASCII_STRING_MARSHALLER));
  }

  @Test
  void aCallThatIsCancelledWhileItsFilesAreCopiedFetchesNoMore(@TempDir Path directory) {
    try (S3Tables bucket = new S3Tables();
        RunningServer reading =
            RunningServer.on(Configs.inMemory("dataBuckets", bucket.location))) {
      bucket.parquet(directory, "t/1.parquet", "select 1 as v");
      bucket.parquet(directory, "t/2.parquet", "select 2 as v");
      ContractClient http = reading.client();
      http.post("/api/v1/catalogs", "{\"name\":\"lake\"}").expect(201);
      http.post("/api/v1/catalogs/lake/schemas", "{\"name\":\"main\"}").expect(201);
      String table =
          "{\"name\":\"t\",\"format\":\"parquet\",\"location\":\"" + bucket.root + "/t\"}";
      http.post("/api/v1/catalogs/lake/schemas/main/tables", table).expect(201);
      bucket.s3.hold("GET", "1.parquet");
      try (GrpcClient caller = new GrpcClient(reading.server().url())) {
        GrpcClient.Stream stream =
            caller.open("QueryData", "{\"query\":{\"sql\":\"from lake.main.t\"}}", 1);
        Await.until("the bucket is asked", () -> bucket.s3.requests("GET") == 2);
        stream.cancel();
        Await.until("it is over", () -> state(http).equals("cancelled"));
        bucket.s3.letGo();
      }
      http.post("/api/v1/query-data", "{\"sql\":\"from lake.main.t\"}").expect(200);
      // A list and two files; and before them a list and the file that was waited for.
      assertEquals(3 + 2, bucket.s3.requests("GET"));
    }
  }

  private static String state(ContractClient http) {
    return http.get("/api/v1/queries").expect(200).json().at("/items/0/state").asText();
  }
}
