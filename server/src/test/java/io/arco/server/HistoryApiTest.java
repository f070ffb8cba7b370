package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happened to entities. Each test has a tenant of its own. */
final class HistoryApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String TABLE = CATALOGS + "/lake/schemas/s/tables/t";

  private static RunningServer server;
  private static ContractClient client;

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
  void tellsWhoWhenWhatAndByWhichRequest() {
    String[] tenant = lake("tells");
    JsonNode altered =
        client
            .patch(
                TABLE, "{\"comment\":\"x\",\"owner\":\"me\"}", with(tenant, "X-Request-Id", "r7"))
            .expect(200)
            .json();
    JsonNode items = client.get(TABLE + "/history", tenant).expect(200).json().path("items");
    assertEquals("EntityAltered TableCreated", texts(items, "event"));
    assertEquals("lake.s.t lake.s.t", texts(items, "name"));
    assertEquals("[\"comment\",\"owner\"]", items.at("/0/fields").toString());
    assertEquals("r7", items.at("/0/requestId").asText());
    assertEquals("anonymous", items.at("/0/principal").asText());
    assertEquals(altered.path("updatedAt"), items.at("/0/committedAt"));
    assertEquals("4 3", texts(items, "sequence"));
    JsonNode lake = client.get(CATALOGS + "/lake/history", tenant).json().path("items");
    assertEquals("CatalogCreated", texts(lake, "event"));
  }

  @Test
  void staysThroughRenamesAndIsNotThatOfAnotherOfTheName() {
    String[] tenant = lake("renames");
    client.patch(CATALOGS + "/lake", "{\"name\":\"sea\"}", tenant).expect(200);
    String renamed = CATALOGS + "/sea/schemas/s/tables/u";
    client.patch(CATALOGS + "/sea/schemas/s/tables/t", "{\"name\":\"u\"}", tenant).expect(200);
    JsonNode items = client.get(renamed + "/history", tenant).json().path("items");
    assertEquals("sea.s.t lake.s.t", texts(items, "name"));
    assertEquals("[\"to\"]", items.at("/0/fields").toString());
    client.delete(renamed, tenant).expect(200);
    client.get(renamed + "/history", tenant).expect(404, "TABLE_NOT_FOUND");
    client.post(CATALOGS + "/sea/schemas/s/tables", "{\"name\":\"u\"}", tenant).expect(201);
    items = client.get(renamed + "/history", tenant).json().path("items");
    assertEquals("TableCreated", texts(items, "event"));
  }

  @Test
  void pagesJoinWhatIsPublishedAndWhatIsNot() {
    String[] tenant = lake("pages");
    for (int i = 0; i < 12; i++) {
      client.patch(TABLE, "{\"comment\":\"" + i + "\"}", tenant).expect(200);
      if (i % 5 == 4) {
        client.post("/api/v1/snapshots", null, tenant).expect(200);
      }
    }
    List<String> sequences = new ArrayList<>();
    String page = TABLE + "/history?pageSize=5";
    String token = null;
    do {
      JsonNode answer =
          client.get(token == null ? page : page + "&pageToken=" + token, tenant).json();
      answer.path("items").forEach(item -> sequences.add(item.path("sequence").asText()));
      token = answer.path("nextPageToken").asText(null);
    } while (token != null);
    List<String> expected = new ArrayList<>();
    for (int i = 15; i >= 3; i--) {
      expected.add(Integer.toString(i));
    }
    assertEquals(expected, sequences);
    client
        .send("GET", TABLE + "/history?pageToken=eyJ2IjoxfQ", null, tenant)
        .expect(400, "INVALID_PAGE_TOKEN");
  }

  @Test
  void isATableForSql() {
    String[] tenant = lake("sql");
    client.delete(TABLE, tenant).expect(200);
    JsonNode rows =
        client
            .post(
                "/api/v1/query",
                "{\"sql\":\"select event, name, principal from system.audit.changes order by"
                    + " sequence\",\"freshness\":\"latest\"}",
                tenant)
            .expect(200)
            .json()
            .path("rows");
    assertEquals(
        "[[\"CatalogCreated\",\"lake\",\"anonymous\"],[\"SchemaCreated\",\"lake.s\",\"anonymous\"],"
            + "[\"TableCreated\",\"lake.s.t\",\"anonymous\"],"
            + "[\"TableDeleted\",\"lake.s.t\",\"anonymous\"]]",
        rows.toString());
    assertFalse(rows.isEmpty());
  }

  private static String texts(JsonNode items, String field) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.path(field).asText()));
    return String.join(" ", texts);
  }

  private static String[] lake(String tenant) {
    String[] headers = {"X-Arco-Tenant", tenant};
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"s\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas/s/tables", "{\"name\":\"t\"}", headers).expect(201);
    return headers;
  }

  private static String[] with(String[] headers, String name, String value) {
    String[] more = java.util.Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = name;
    more[headers.length + 1] = value;
    return more;
  }
}
