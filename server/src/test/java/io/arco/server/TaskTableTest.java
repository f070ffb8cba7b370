package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.server.TestWorker.Held;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are registered by the commit that ends a task. */
final class TaskTableTest {
  private static final String RUNS = TestWorker.RUNS;
  private static final String TABLE = "/api/v1/catalogs/lake/schemas/shop/tables/a";

  @TempDir private static Path root;
  private static RunningServer server;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.on(Configs.inMemory("dataRoots", root.toString()));
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A workspace of its own, with a schema for the table. */
  private static final class Place {
    private final String[] headers;
    private final TestWorker worker;

    Place(String tenant) {
      headers = new String[] {"X-Arco-Tenant", tenant};
      worker = new TestWorker(client, "w", headers);
      client.post("/api/v1/catalogs", "{\"name\":\"lake\"}", headers).expect(201);
      client.post("/api/v1/catalogs/lake/schemas", "{\"name\":\"shop\"}", headers).expect(201);
      String manifest =
          """
          {"assets":[{"key":"shop.a","kind":"sql","checks":[{"name":"some","kind":"row_count",
            "severity":"ERROR","parameters":{"min":1}}]}]}
          """;
      client.post("/api/v1/manifests", manifest, headers).expect(201);
    }

    Held task() {
      client.post(RUNS, "{\"selection\":\"*\",\"mode\":\"ALL\"}", headers).expect(201);
      return worker.one();
    }

    JsonNode table() {
      return client.get(TABLE, headers).expect(200).json();
    }
  }

  private static String at(String name) {
    return "file://" + root.resolve(name);
  }

  private static String output(String location, boolean passed) {
    return output(location, passed, "a");
  }

  private static String output(String location, boolean passed, String name) {
    return ("\"outcome\":\"SUCCEEDED\",\"checks\":[{\"name\":\"some\",\"passed\":%s}],\"outputs\":"
            + "[{\"table\":{\"catalog\":\"lake\",\"schema\":\"shop\",\"name\":\"%s\"},"
            + "\"location\":\"%s\",\"format\":\"parquet\","
            + "\"columns\":[{\"name\":\"id\",\"type\":\"bigint\"}]}]")
        .formatted(passed, name, location);
  }

  @Test
  void theTableAppearsWithTheEndOfTheTask() {
    Place place = new Place("appears");
    Held held = place.task();
    client.get(TABLE, place.headers).expect(404);
    long sequence = held.completed(output(at("one"), true)).expect(200).sequence();
    JsonNode table = place.table();
    assertEquals(at("one"), table.path("location").asText());
    assertEquals("parquet", table.path("format").asText());
    assertEquals("bigint", table.at("/columns/0/type").asText());
    JsonNode events =
        client
            .post(
                "/api/v1/query",
                "{\"freshness\":\"latest\",\"sql\":\"select events from"
                    + " system.audit.commits where sequence = "
                    + sequence
                    + "\"}",
                place.headers)
            .expect(200)
            .json();
    assertEquals(2, events.at("/rows/0/0").asInt());
  }

  @Test
  void aTableThatIsThereKeepsItsIdAndWhatPeopleSaidOfIt() {
    Place place = new Place("keeps");
    place.task().completed(output(at("one"), true)).expect(200);
    client.patch(TABLE, "{\"comment\":\"ours\",\"owner\":\"ops\"}", place.headers).expect(200);
    JsonNode before = place.table();
    place.task().completed(output(at("two"), true)).expect(200);
    JsonNode after = place.table();
    assertEquals(before.path("id"), after.path("id"));
    assertEquals("ours", after.path("comment").asText());
    assertEquals(at("two"), after.path("location").asText());
    assertEquals(before.at("/columns/0/id"), after.at("/columns/0/id"));
    place.task().completed(output(at("two"), true)).expect(200);
    assertEquals(after.path("version"), place.table().path("version"));
  }

  @Test
  void aRepeatedReportNeverPutsAnOldTableOverANewerOne() {
    Place place = new Place("repeats");
    Held first = place.task();
    String one = output(at("one"), true);
    first.completed(one).expect(200);
    place.task().completed(output(at("two"), true)).expect(200);
    first.completed(one).expect(200);
    assertEquals(at("two"), place.table().path("location").asText());
  }

  @Test
  void reportsThatComeTwiceAtOnceAreTakenOnce() {
    Place place = new Place("twice");
    for (int i = 0; i < 10; i++) {
      Held held = place.task();
      String report = output(at("n" + i), true);
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int copy = 0; copy < 4; copy++) {
        answers.add(CompletableFuture.supplyAsync(() -> held.completed(report)));
      }
      answers.forEach(answer -> answer.join().expect(200));
      assertEquals(at("n" + i), place.table().path("location").asText());
      assertEquals(i + 1, place.table().path("version").asInt());
    }
  }

  @Test
  void aTaskThatFailsItsChecksRegistersNothing() {
    Place place = new Place("fails");
    Held held = place.task();
    Answer answer = held.completed(output(at("one"), false)).expect(200);
    assertEquals("FAILED", answer.json().path("finalState").asText());
    client.get(TABLE, place.headers).expect(404, "TABLE_NOT_FOUND");
  }

  @Test
  void whatTheCatalogRefusesLeavesTheAttemptAlive() {
    Place place = new Place("refuses");
    Held held = place.task();
    held.completed(output("file:/somewhere/else", true)).expect(400, "INVALID_LOCATION");
    held.completed(output(at("one"), true).replace("bigint", "no type"))
        .expect(400, "INVALID_TYPE");
    held.completed(output(at("one"), true).replace("\"shop\"", "\"gone\""))
        .expect(404, "SCHEMA_NOT_FOUND");
    held.completed(output(at("one"), true).replace("parquet", "paper"))
        .expect(400, "INVALID_REQUEST");
    client.get(TABLE, place.headers).expect(404, "TABLE_NOT_FOUND");
    held.heartbeat().expect(200);
    held.completed(output(at("one"), true)).expect(200);
    assertEquals(at("one"), place.table().path("location").asText());
  }

  @Test
  void whatAFrozenWorkerReportsLateRegistersNothing() {
    Place place = new Place("late");
    Held held = place.task();
    client
        .post(RUNS + "/" + held.envelope().path("runId").asText() + "/cancel", "{}", place.headers)
        .expect(200);
    held.completed("\"outcome\":\"CANCELLED\"").expect(200);
    Answer late = held.completed(output(at("one"), true));
    assertTrue(late.status() == 409, () -> "was " + late.status());
    client.get(TABLE, place.headers).expect(404, "TABLE_NOT_FOUND");
  }
}
