package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Views, volumes, functions, models and their versions over HTTP. Each test has a tenant of its
 * own.
 */
final class ObjectApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SCHEMA = CATALOGS + "/lake/schemas/sales";
  private static final String VIEW =
      """
      {"name":"daily","sql":"select 1 as a\\nfrom t","columns":[{"name":"a","type":"INTEGER"}],
       "references":[{"catalog":"lake","schema":"sales","name":"t"}],
       "comment":"by day","owner":"me","tags":{"gold":""},"properties":{"k":"v"}}
      """;
  private static RunningServer server;
  private static ContractClient client;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    server = RunningServer.inMemory();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aViewIsReadBackWithAllThatWasSaid() {
    String[] tenant = sales(client, "view");
    Answer created = client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    assertEquals(SCHEMA + "/views/daily", created.header("Location"));
    JsonNode view = created.json();
    assertEquals("lake", view.path("catalog").asText());
    assertEquals("duckdb", view.path("dialect").asText());
    assertEquals("[{\"name\":\"a\",\"type\":\"int\"}]", view.path("columns").toString());
    assertEquals("{\"gold\":\"\"}", view.path("tags").toString());
    Answer got = client.get(SCHEMA + "/views/daily", tenant).expect(200);
    assertEquals(view, got.json());
    assertEquals(created.header("ETag"), got.header("ETag"));
    JsonNode item = client.get(SCHEMA + "/views", tenant).json().at("/items/0");
    assertEquals("by day", item.path("comment").asText());
    assertFalse(item.has("sql"));
  }

  @Test
  void detailsAreAlteredByMergePatchToo() {
    String[] tenant = sales(client, "patch");
    Answer created = client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    String view = SCHEMA + "/views/daily";
    Answer same =
        client
            .patch(
                view, "{\"columns\":[{\"name\":\"a\",\"type\":\"int\"}],\"owner\":\"me\"}", tenant)
            .expect(200);
    assertEquals(created.json(), same.json());
    assertEquals(created.sequence(), same.sequence());
    String[] matching = with(tenant, "If-Match", created.header("ETag"));
    Answer after =
        client
            .patch(view, "{\"sql\":\"select 2\",\"columns\":null,\"name\":\"d\"}", matching)
            .expect(200);
    assertEquals("select 2", after.json().path("sql").asText());
    assertEquals("[]", after.json().path("columns").toString());
    assertEquals(1, after.json().path("references").size());
    assertEquals(2, after.json().path("version").asInt());
    client.patch(SCHEMA + "/views/d", "{}", matching).expect(412, "VERSION_MISMATCH");
    client.delete(SCHEMA + "/views/d", matching).expect(412, "VERSION_MISMATCH");
    client.get(view, tenant).expect(404, "VIEW_NOT_FOUND");
  }

  @Test
  void tablesAndViewsShareTheirNamesAndOthersDoNot() {
    String[] tenant = sales(client, "names");
    client.post(SCHEMA + "/tables", "{\"name\":\"daily\"}", tenant).expect(201);
    Answer taken = client.post(SCHEMA + "/views", VIEW, tenant).expect(409, "ALREADY_EXISTS");
    JsonNode table = client.get(SCHEMA + "/tables/daily", tenant).json();
    assertEquals(table.path("id"), taken.json().at("/details/id"));
    client.post(SCHEMA + "/views", VIEW.replace("daily", "v"), tenant).expect(201);
    client.post(SCHEMA + "/tables", "{\"name\":\"v\"}", tenant).expect(409, "ALREADY_EXISTS");
    client.patch(SCHEMA + "/views/v", "{\"name\":\"daily\"}", tenant).expect(409, "ALREADY_EXISTS");
    client
        .patch(SCHEMA + "/tables/daily", "{\"name\":\"v\"}", tenant)
        .expect(409, "ALREADY_EXISTS");
    client
        .post(SCHEMA + "/volumes", "{\"name\":\"v\",\"location\":\"s3://b\"}", tenant)
        .expect(201);
    client.post(SCHEMA + "/functions", "{\"name\":\"v\",\"body\":\"1\"}", tenant).expect(201);
    client.post(SCHEMA + "/models", "{\"name\":\"v\"}", tenant).expect(201);
  }

  @Test
  void aSchemaGoesWithAllItHoldsOnlyByForce() {
    String[] tenant = sales(client, "cascade");
    client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    client.post(SCHEMA + "/models", "{\"name\":\"m\"}", tenant).expect(201);
    client.delete(SCHEMA, tenant).expect(409, "NOT_EMPTY");
    Answer gone = client.delete(SCHEMA + "?force=true", tenant).expect(200);
    assertEquals(3, gone.json().path("deleted").asInt());
    client.get(SCHEMA + "/views/daily", tenant).expect(404, "SCHEMA_NOT_FOUND");
  }

  @Test
  void versionsLiveInTheirModelAndComeAlong() {
    String[] tenant = sales(client, "versions");
    client.post(SCHEMA + "/models", "{\"name\":\"m\"}", tenant).expect(201);
    String versions = SCHEMA + "/models/m/versions";
    Answer created =
        client.post(versions, "{\"name\":\"3\",\"runId\":\"r-7\"}", tenant).expect(201);
    assertEquals("ready", created.json().path("status").asText());
    assertEquals("m", created.json().path("model").asText());
    client.post(versions, "{\"name\":\"3\"}", tenant).expect(409, "ALREADY_EXISTS");
    client.patch(SCHEMA + "/models/m", "{\"name\":\"n\"}", tenant).expect(200);
    client.get(versions + "/3", tenant).expect(404, "MODEL_NOT_FOUND");
    Answer moved = client.get(SCHEMA + "/models/n/versions/3", tenant).expect(200);
    assertEquals(created.json().path("id"), moved.json().path("id"));
    assertEquals(created.header("ETag"), moved.header("ETag"));
    Answer refused =
        client.send("PATCH", SCHEMA + "/models/n/versions/3", "{\"schema\":\"x\"}", tenant);
    assertEquals("/schema", refused.expect(400).json().at("/details/field").asText());
    client.delete(SCHEMA + "/models/n", tenant).expect(409, "NOT_EMPTY");
    client.delete(SCHEMA + "/models/n?force=true", tenant).expect(200);
  }

  @Test
  void aRepeatedKeyGetsItsFirstAnswer() {
    String[] tenant = with(sales(client, "replay"), "Idempotency-Key", "one");
    Answer first = client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    Answer again = client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    assertEquals("true", again.header("X-Arco-Replayed"));
    assertEquals(first.json(), again.json());
    assertEquals(first.header("Location"), again.header("Location"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "views | {\"sql\":\"x\"} | /name",
        "views | {\"name\":\"v\"} | /sql",
        "views | {\"name\":\"v\",\"sql\":null} | /sql",
        "views | {\"name\":\"v\",\"sql\":\" \"} | /sql",
        "views | {\"name\":\"v\",\"sql\":5} | /sql",
        "views | {\"name\":\"v\",\"sql\":\"\\u0000\"} | /sql",
        "views | {\"name\":5,\"sql\":\"x\"} | /name",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"body\":\"x\"} | /body",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"tags\":[]} | /tags",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"tags\":{\"a\":null}} | /tags/a",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"columns\":{}} | /columns",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"columns\":[null]} | /columns/0",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"columns\":[{\"type\":\"int\"}]} | /columns/0/name",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"columns\":[{\"name\":\"a\"}]} | /columns/0/type",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"columns\":[{\"name\":\"a\",\"typ\":1}]}"
            + " | /columns/0/typ",
        "views | {\"name\":\"v\",\"sql\":\"x\",\"references\":[{\"catalog\":\"c\"}]}"
            + " | /references/0/schema",
        "views | {\"name\":\"v\",\"name\":\"w\",\"sql\":\"x\"} | /name",
        "views | [] | ``",
        "views | null | ``",
        "views | {\"name\":\"v\" | /name",
        "volumes | {\"name\":\"v\"} | /location",
        "volumes | {\"name\":\"v\",\"location\":[]} | /location",
        "functions | {\"name\":\"f\"} | /body",
        "functions | {\"name\":\"f\",\"body\":\"1\",\"parameters\":[{\"name\":\"\"}]}"
            + " | /parameters/0/name",
        "functions | {\"name\":\"f\",\"body\":\"1\",\"returns\":7} | /returns",
        "models | {\"name\":\"m\",\"location\":true} | /location",
        "models/x/versions | {\"name\":\"1\",\"status\":\"done\"} | /status",
        "models/x/versions | {\"name\":\"1\",\"runId\":1} | /runId"
      })
  void aBodyThatDoesNotFitIsNamedByPointer(String list, String body, String pointer) {
    String[] tenant = {"X-Arco-Tenant", "pointer"};
    if (client.send("GET", SCHEMA, null, tenant).status() == 404) {
      sales(client, "pointer");
    }
    Answer answer = client.send("POST", SCHEMA + "/" + list, body, tenant).expect(400);
    assertTrue(List.of("INVALID_REQUEST", "INVALID_NAME").contains(answer.code()), answer::code);
    assertEquals(pointer, answer.json().at("/details/field").asText(), answer.json()::toString);
  }

  @Test
  void whatCanNotBeTakenAwayIsNot() {
    String[] tenant = sales(client, "required");
    client.post(SCHEMA + "/views", VIEW, tenant).expect(201);
    Answer answer = client.patch(SCHEMA + "/views/daily", "{\"sql\":null}", tenant);
    assertEquals("/sql", answer.expect(400).json().at("/details/field").asText());
    client
        .post(SCHEMA + "/volumes", "{\"name\":\"v\",\"location\":\"no uri\"}", tenant)
        .expect(400, "INVALID_LOCATION");
    client
        .post(SCHEMA + "/functions", "{\"name\":\"f\",\"body\":\"1\",\"returns\":\"x\"}", tenant)
        .expect(400, "INVALID_TYPE");
  }

  @Test
  void allOfItIsInSnapshotsAndComesBackFromThem() {
    String store = "file:" + directory.resolve("store");
    JsonNode view;
    String[] tenant;
    try (RunningServer first = RunningServer.on(Configs.inMemory("store", store))) {
      tenant = sales(first.client(), "default");
      view = first.client().post(SCHEMA + "/views", VIEW, tenant).expect(201).json();
      first
          .client()
          .post(SCHEMA + "/functions", "{\"name\":\"f\",\"body\":\"1\"}", tenant)
          .expect(201);
      first.client().post("/api/v1/snapshots", null, tenant).expect(200);
      String sql =
          "select v.schema_name, v.name, v.columns, g.tag, f.language from system.catalog.views v,"
              + " system.catalog.tags g, system.catalog.functions f where g.entity_id = v.id";
      Answer rows = first.client().post("/api/v1/query", "{\"sql\":\"" + sql + "\"}", tenant);
      assertEquals(
          "[[\"sales\",\"daily\",\"[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\"}]\",\"gold\","
              + "\"sql\"]]",
          rows.expect(200).json().path("rows").toString());
    }
    try (RunningServer second = RunningServer.on(Configs.inMemory("store", store))) {
      assertEquals(view, second.client().get(SCHEMA + "/views/daily", tenant).expect(200).json());
      second.client().delete(SCHEMA + "?force=true", tenant).expect(200);
    }
  }

  private static String[] sales(ContractClient client, String tenant) {
    String[] headers = {"X-Arco-Tenant", tenant};
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"sales\"}", headers).expect(201);
    return headers;
  }

  private static String[] with(String[] headers, String name, String value) {
    List<String> more = new ArrayList<>(List.of(headers));
    more.add(name);
    more.add(value);
    return more.toArray(String[]::new);
  }
}
