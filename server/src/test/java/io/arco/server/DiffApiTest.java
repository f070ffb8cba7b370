package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What differs between two states. Each test has a tenant of its own. */
final class DiffApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SCHEMAS = CATALOGS + "/lake/schemas";
  private static final String TABLES = SCHEMAS + "/sales/tables";
  private static final String DIFF = "/api/v1/diff";

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
  void tellsWhatWasMadeDeletedAndAlteredByNames() {
    String[] tenant = filled("all");
    client.delete(TABLES + "/returns", tenant).expect(200);
    client.post(SCHEMAS, "{\"name\":\"archive\"}", tenant).expect(201);
    client.patch(TABLES + "/orders", "{\"comment\":\"all\"}", tenant).expect(200);
    JsonNode diff = client.get(DIFF + "?from=4", tenant).expect(200).json();
    assertEquals(4, diff.path("from").asInt());
    assertEquals(7, diff.path("to").asInt());
    assertEquals(
        List.of("created lake.archive", "altered lake.sales.orders", "dropped lake.sales.returns"),
        said(diff));
    assertEquals(
        "[{\"field\":\"comment\",\"after\":\"all\"}]", diff.at("/items/1/fields").toString());
    assertEquals("1 2", diff.at("/items/1/versionBefore") + " " + diff.at("/items/1/version"));
    assertFalse(diff.at("/items/0").has("versionBefore"));
    assertFalse(diff.at("/items/2").has("version"));
    assertEquals(List.of(), said(client.get(DIFF + "?from=7", tenant).expect(200).json()));
    assertEquals(
        List.of("dropped lake.sales.returns"),
        said(client.get(DIFF + "?from=4&to=5", tenant).expect(200).json()));
    assertEquals(
        4, client.get(DIFF + "?from=0&to=4", tenant).expect(200).json().path("items").size());
  }

  @Test
  void isTheNetEffect() {
    String[] tenant = filled("net");
    Answer deleted = client.delete(SCHEMAS + "/sales?force=true", tenant).expect(200);
    String id = deleted.json().path("id").asText();
    client.post("/api/v1/dropped/" + id + "/undrop", "{}", tenant).expect(200);
    assertEquals(List.of(), said(client.get(DIFF + "?from=4", tenant).expect(200).json()));
  }

  @Test
  void knowsEntitiesAndColumnsByTheirIds() {
    String[] tenant = filled("ids");
    client.patch(SCHEMAS + "/sales", "{\"name\":\"sold\"}", tenant).expect(200);
    client
        .patch(
            SCHEMAS + "/sold/tables/orders",
            "{\"columns\":[{\"change\":\"alter\",\"column\":\"id\",\"name\":\"no\"},"
                + "{\"change\":\"add\",\"name\":\"at\",\"type\":\"date\"}]}",
            tenant)
        .expect(200);
    JsonNode diff = client.get(DIFF + "?from=4", tenant).expect(200).json();
    assertEquals(List.of("altered lake.sold", "altered lake.sold.orders"), said(diff));
    assertEquals("[\"lake\",\"sales\"]", diff.at("/items/0/namesBefore").toString());
    assertEquals(
        "[{\"field\":\"name\",\"before\":\"sales\",\"after\":\"sold\"}]",
        diff.at("/items/0/fields").toString());
    JsonNode fields = diff.at("/items/1/fields");
    assertEquals("columns/1", fields.at("/0/field").asText());
    assertEquals(
        "id no", fields.at("/0/before/name").asText() + " " + fields.at("/0/after/name").asText());
    assertEquals("columns/2", fields.at("/1/field").asText());
    assertFalse(fields.path(1).has("before"));
    assertEquals(2, fields.size());
  }

  @Test
  void canBeOfOnePlaceOrOneEntity() {
    String[] tenant = filled("part");
    client.patch(CATALOGS + "/lake", "{\"comment\":\"x\"}", tenant).expect(200);
    client.post(CATALOGS, "{\"name\":\"other\"}", tenant).expect(201);
    String id =
        client
            .patch(TABLES + "/orders", "{\"comment\":\"x\"}", tenant)
            .expect(200)
            .json()
            .path("id")
            .asText();
    assertEquals(
        List.of("altered lake", "altered lake.sales.orders"),
        said(client.get(DIFF + "?from=4&catalog=lake", tenant).expect(200).json()));
    assertEquals(
        List.of("altered lake.sales.orders"),
        said(client.get(DIFF + "?from=4&catalog=lake&schema=sales", tenant).expect(200).json()));
    assertEquals(
        List.of("altered lake.sales.orders"),
        said(client.get(DIFF + "?from=4&entity=" + id, tenant).expect(200).json()));
  }

  @Test
  void pagesHoldBothStates() {
    String[] tenant = filled("pages");
    List<String> all = new ArrayList<>();
    Answer page = client.get(DIFF + "?from=1&pageSize=1", tenant).expect(200);
    while (true) {
      all.addAll(said(page.json()));
      assertEquals(1, page.json().path("from").asInt());
      assertEquals(4, page.json().path("to").asInt());
      String token = page.json().path("nextPageToken").asText();
      if (token.isEmpty()) {
        break;
      }
      client.post(TABLES, "{\"name\":\"t" + all.size() + "\"}", tenant).expect(201);
      page = client.get(DIFF + "?from=1&pageSize=1&pageToken=" + token, tenant).expect(200);
      client
          .get(DIFF + "?from=2&pageSize=1&pageToken=" + token, tenant)
          .expect(400, "INVALID_PAGE_TOKEN");
    }
    assertEquals(
        List.of("created lake.sales", "created lake.sales.orders", "created lake.sales.returns"),
        all);
  }

  @Test
  void takesTimes() {
    String[] tenant = filled("times");
    JsonNode changes = client.get("/api/v1/changes?after=0", tenant).expect(200).json();
    String third = changes.at("/items/2/committedAt").asText();
    JsonNode diff = client.get(DIFF + "?from=2&to=" + third, tenant).expect(200).json();
    assertTrue(diff.path("to").asInt() >= 3, diff::toString);
    JsonNode none = client.get(DIFF + "?from=2000-01-01T00:00:00Z&to=1", tenant).expect(200).json();
    assertEquals(0, none.path("from").asInt());
    assertEquals(List.of("created lake"), said(none));
  }

  @Test
  void whatIsNoDiffIsRefused() {
    String[] tenant = filled("bad");
    for (String query :
        new String[] {
          "",
          "?from=x",
          "?from=-1",
          "?from=1&to=yesterday",
          "?from=3&to=2",
          "?from=1&entity=orders",
          "?from=1&schema=sales",
          "?from=1&more=1"
        }) {
      client.send("GET", DIFF + query, null, tenant).expect(400, "INVALID_REQUEST");
    }
  }

  private static String[] filled(String tenant) {
    String[] headers = {"X-Arco-Tenant", "diff-" + tenant};
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(SCHEMAS, "{\"name\":\"sales\"}", headers).expect(201);
    String columns = "\"columns\":[{\"name\":\"id\",\"type\":\"int\"}]";
    client.post(TABLES, "{\"name\":\"orders\"," + columns + "}", headers).expect(201);
    client.post(TABLES, "{\"name\":\"returns\"}", headers).expect(201);
    return headers;
  }

  private static List<String> said(JsonNode diff) {
    List<String> said = new ArrayList<>();
    for (JsonNode item : diff.path("items")) {
      List<String> names = new ArrayList<>();
      item.path("names").forEach(name -> names.add(name.asText()));
      said.add(item.path("change").asText() + " " + String.join(".", names));
    }
    return said;
  }
}
