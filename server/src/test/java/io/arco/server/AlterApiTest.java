package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

/** Altering entities over HTTP. Each test has a tenant of its own. */
final class AlterApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SCHEMA = CATALOGS + "/lake/schemas/sales";
  private static final String TABLE = SCHEMA + "/tables/orders";
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
  void whatIsSaidBecomesSoAndTheRestStays() {
    String[] tenant = lake(client, "said");
    Answer before = client.get(TABLE, tenant);
    Answer after =
        client
            .patch(
                TABLE,
                """
                {"comment":null,"owner":"data-team","tags":{"pii":"","tier":null},
                 "properties":{"k":"w"},
                 "columns":[{"change":"alter","column":"id","type":"bigint","tags":{"key":"1"}},
                            {"change":"add","name":"at","type":"timestamp","position":0},
                            {"change":"drop","column":"note"}]}
                """,
                tenant)
            .expect(200);
    JsonNode table = after.json();
    assertEquals(before.json().path("id"), table.path("id"));
    assertEquals(before.json().path("createdAt"), table.path("createdAt"));
    assertEquals(2, table.path("version").asInt());
    assertFalse(table.has("comment"));
    assertEquals("data-team", table.path("owner").asText());
    assertEquals("{\"pii\":\"\"}", table.path("tags").toString());
    assertEquals("{\"k\":\"w\",\"l\":\"2\"}", table.path("properties").toString());
    assertEquals(
        "[{\"id\":3,\"position\":0,\"name\":\"at\",\"type\":\"timestamp\",\"nullable\":true},"
            + "{\"id\":1,\"position\":1,\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false,"
            + "\"tags\":{\"key\":\"1\"}}]",
        table.path("columns").toString());
    Answer got = client.get(TABLE, tenant).expect(200);
    assertEquals(table, got.json());
    assertEquals(after.header("ETag"), got.header("ETag"));
    assertEquals(after.sequence(), got.sequence());
  }

  @Test
  void whatChangesNothingChangesNothing() {
    String[] tenant = lake(client, "nothing");
    Answer before = client.get(TABLE, tenant);
    for (String body :
        List.of(
            "{}",
            "{\"name\":\"orders\",\"schema\":\"sales\",\"catalog\":\"lake\"}",
            "{\"comment\":\"all\",\"owner\":null,\"tags\":{\"tier\":\"gold\",\"none\":null}}",
            "{\"name\":null,\"columns\":[{\"change\":\"alter\",\"column\":\"id\",\"type\":\"INT\"}]}",
            "{\"columns\":[]}")) {
      Answer after = client.patch(TABLE, body, tenant).expect(200);
      assertEquals(before.json(), after.json(), body);
      assertEquals(before.header("ETag"), after.header("ETag"));
      assertEquals(before.sequence(), after.sequence());
    }
  }

  @Test
  void aStaleTagIsToldTheVersionThereIs() {
    String[] tenant = lake(client, "stale");
    String old = client.get(TABLE, tenant).header("ETag");
    String[] matching = with(tenant, "If-Match", old);
    client.patch(TABLE, "{\"comment\":\"1\"}", matching).expect(200);
    Answer stale = client.patch(TABLE, "{\"comment\":\"2\"}", matching);
    stale.expect(412, "VERSION_MISMATCH");
    assertEquals(2, stale.json().at("/details/version").asInt());
    assertEquals(1, stale.json().at("/details/expectedVersion").asInt());
    client.delete(TABLE, tenant).expect(200);
    client.post(SCHEMA + "/tables", "{\"name\":\"orders\"}", tenant).expect(201);
    Answer other = client.patch(TABLE, "{\"comment\":\"2\"}", matching);
    other.expect(412, "VERSION_MISMATCH");
    assertNotEquals(
        other.json().at("/details/id").asText(), other.json().at("/details/expectedId").asText());
    assertFalse(client.get(TABLE, tenant).json().has("comment"));
  }

  @Test
  void aRenamedCatalogBringsAllItHolds() {
    String[] tenant = lake(client, "rename");
    JsonNode table = client.get(TABLE, tenant).json();
    Answer renamed = client.patch(CATALOGS + "/lake", "{\"name\":\"größe 2\"}", tenant).expect(200);
    assertEquals("größe 2", renamed.json().path("name").asText());
    client.get(TABLE, tenant).expect(404, "CATALOG_NOT_FOUND");
    Answer moved = client.get(TABLE.replace("lake", "gr%C3%B6%C3%9Fe%202"), tenant).expect(200);
    assertEquals(table.path("id"), moved.json().path("id"));
    assertEquals(1, moved.json().path("version").asInt());
    assertEquals("größe 2", moved.json().path("catalog").asText());
  }

  @Test
  void aTableMovesIntoAnotherSchemaOfAnotherCatalog() {
    String[] tenant = lake(client, "move");
    client.post(CATALOGS, "{\"name\":\"archive\"}", tenant).expect(201);
    client.patch(TABLE, "{\"catalog\":\"archive\"}", tenant).expect(404, "SCHEMA_NOT_FOUND");
    client.post(CATALOGS + "/archive/schemas", "{\"name\":\"s\"}", tenant).expect(201);
    client.patch(TABLE, "{\"schema\":\"s\",\"catalog\":\"no\"}", tenant).expect(404);
    client
        .patch(TABLE, "{\"catalog\":\"archive\",\"schema\":\"s\",\"name\":\"o\"}", tenant)
        .expect(200);
    client.get(TABLE, tenant).expect(404, "TABLE_NOT_FOUND");
    client.get(CATALOGS + "/archive/schemas/s/tables/o", tenant).expect(200);
    client.post(SCHEMA + "/tables", "{\"name\":\"o\"}", tenant).expect(201);
    client
        .patch(SCHEMA + "/tables/o", "{\"catalog\":\"archive\",\"schema\":\"s\"}", tenant)
        .expect(409, "ALREADY_EXISTS");
  }

  @Test
  void narrowingNeedsForce() {
    String[] tenant = lake(client, "force");
    String body = "{\"columns\":[{\"change\":\"alter\",\"column\":\"id\",\"type\":\"smallint\"}]}";
    Answer refused = client.patch(TABLE, body, tenant).expect(409, "INCOMPATIBLE_CHANGE");
    assertEquals("/columns/0/type", refused.json().at("/details/field").asText());
    Answer forced = client.patch(TABLE + "?force=true", body, tenant).expect(200);
    assertEquals("smallint", forced.json().at("/columns/0/type").asText());
  }

  @Test
  void aRepeatedKeyGetsItsFirstAnswer() {
    String[] tenant = with(lake(client, "replay"), "Idempotency-Key", "one");
    Answer first = client.patch(TABLE, "{\"name\":\"o\"}", tenant).expect(200);
    Answer again = client.patch(TABLE, "{\"name\":\"o\"}", tenant).expect(200);
    assertEquals("true", again.header("X-Arco-Replayed"));
    assertEquals(first.json(), again.json());
    assertEquals(first.header("ETag"), again.header("ETag"));
    client.patch(TABLE, "{\"name\":\"p\"}", tenant).expect(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/lake | {\"catalog\":\"x\"} | /catalog",
        "/lake | {\"columns\":[]} | /columns",
        "/lake | {\"name\":7} | /name",
        "/lake | {\"comment\":[]} | /comment",
        "/lake | {\"owner\":{}} | /owner",
        "/lake | {\"owner\":\"\"} | /owner",
        "/lake | {\"tags\":[]} | /tags",
        "/lake | {\"tags\":{\"a/b\":1}} | /tags/a~1b",
        "/lake | {\"properties\":{\"\":\"\"}} | /properties",
        "/lake | [] | ``",
        "/lake/schemas/sales | {\"schema\":\"x\"} | /schema",
        "/lake/schemas/sales | {\"comment\":\"\\u0000\"} | /comment",
        "/lake/schemas/sales/tables/orders | {\"location\":5} | /location",
        "/lake/schemas/sales/tables/orders | {\"format\":\"delta\"} | /format",
        "/lake/schemas/sales/tables/orders | {\"columns\":{}} | /columns",
        "/lake/schemas/sales/tables/orders | {\"columns\":[null]} | /columns/0",
        "/lake/schemas/sales/tables/orders | {\"columns\":[{\"change\":\"move\"}]}"
            + " | /columns/0/change",
        "/lake/schemas/sales/tables/orders | {\"columns\":[{\"column\":\"id\"}]}"
            + " | /columns/0/change",
        "/lake/schemas/sales/tables/orders |"
            + " {\"columns\":[{\"change\":\"add\",\"name\":\"x\",\"type\":\"int\",\"position\":\"0\"}]}"
            + " | /columns/0/position",
        "/lake/schemas/sales/tables/orders |"
            + " {\"columns\":[{\"change\":\"alter\",\"column\":\"id\",\"tags\":{\"a\":{}}}]}"
            + " | /columns/0/tags/a"
      })
  void aPatchThatDoesNotFitIsNamedByPointer(String path, String body, String pointer) {
    String[] tenant = lake(client, "pointer");
    Answer answer = client.send("PATCH", CATALOGS + path, body, tenant);
    answer.expect(400, "INVALID_REQUEST");
    assertEquals(pointer, answer.json().at("/details/field").asText(), answer.json()::toString);
  }

  @Test
  void whereATableMayNotPointItIsNotMoved() {
    String[] tenant = lake(client, "location");
    client
        .patch(TABLE, "{\"location\":\"file:/etc/passwd\"}", tenant)
        .expect(400, "INVALID_LOCATION");
    client.patch(TABLE, "{\"location\":null}", tenant).expect(200);
  }

  @Test
  void ownersAndTagsAreInSnapshotsAndComeBackFromThem() {
    String store = "file:" + directory.resolve("store");
    JsonNode table;
    String[] tenant;
    try (RunningServer first = RunningServer.on(Configs.inMemory("store", store))) {
      tenant = lake(first.client(), "default");
      first.client().patch(SCHEMA, "{\"owner\":\"me\",\"name\":\"s2\"}", tenant).expect(200);
      String moved = TABLE.replace("sales", "s2");
      first
          .client()
          .patch(
              moved,
              "{\"columns\":[{\"change\":\"alter\",\"column\":\"id\",\"tags\":{\"pii\":\"yes\"}}]}",
              tenant)
          .expect(200);
      first.client().post("/api/v1/snapshots", null, tenant).expect(200);
      assertEquals(
          "[[\"s2\",\"orders\",\"gold\"],[\"s2\",\"orders\",\"yes\"]]",
          rows(
              first.client(),
              tenant,
              "select t.schema_name, t.name, g.value from system.catalog.tags g"
                  + " join system.catalog.tables t on t.id = g.entity_id order by g.column_id"));
      assertEquals(
          "[[\"me\"]]", rows(first.client(), tenant, "select owner from system.catalog.schemas"));
      table = first.client().get(moved, tenant).json();
    }
    try (RunningServer second = RunningServer.on(Configs.inMemory("store", store))) {
      assertEquals(
          table, second.client().get(TABLE.replace("sales", "s2"), tenant).expect(200).json());
      assertTrue(table.at("/columns/0/tags").has("pii"));
    }
  }

  private static String rows(ContractClient client, String[] tenant, String sql) {
    String body = "{\"sql\":\"" + sql + "\"}";
    return client.post("/api/v1/query", body, tenant).expect(200).json().path("rows").toString();
  }

  private static String[] lake(ContractClient client, String tenant) {
    String[] headers = {"X-Arco-Tenant", tenant};
    if (client.send("GET", TABLE, null, headers).status() == 200) {
      return headers;
    }
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"sales\"}", headers).expect(201);
    client
        .post(
            SCHEMA + "/tables",
            """
            {"name":"orders","comment":"all","properties":{"k":"v","l":"2"},"tags":{"tier":"gold"},
             "columns":[{"name":"id","type":"int","nullable":false},
                        {"name":"note","type":"string"}]}
            """,
            headers)
        .expect(201);
    return headers;
  }

  private static String[] with(String[] headers, String name, String value) {
    List<String> more = new ArrayList<>(List.of(headers));
    more.add(name);
    more.add(value);
    return more.toArray(String[]::new);
  }
}
