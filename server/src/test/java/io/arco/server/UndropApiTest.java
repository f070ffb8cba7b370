package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deleted, and put back: design 019. Each test has a tenant of its own. */
final class UndropApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SALES = CATALOGS + "/lake/schemas/sales";
  private static final String ORDERS = SALES + "/tables/orders";
  private static final String DROPPED = "/api/v1/dropped";
  private static final String NOBODY = "01900000-0000-7000-8000-000000000001";

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
  void aTableComesBackWithItsIdTagAndHistory() {
    String[] tenant = filled("table");
    Answer before = client.get(ORDERS, tenant).expect(200);
    Answer deleted = client.delete(ORDERS, tenant).expect(200);
    client.get(ORDERS, tenant).expect(404, "TABLE_NOT_FOUND");
    Answer back = undrop(id(deleted), "{}", tenant).expect(200);
    assertEquals(before.json(), back.json());
    assertEquals(before.header("ETag"), back.header("ETag"));
    assertEquals(before.json(), client.get(ORDERS, tenant).expect(200).json());
    List<String> events = new ArrayList<>();
    client
        .get(ORDERS + "/history", tenant)
        .expect(200)
        .json()
        .path("items")
        .forEach(item -> events.add(item.path("event").asText()));
    assertEquals(List.of("EntityUndropped", "TableDeleted", "TableCreated"), events);
  }

  @Test
  void aSchemaBringsItsTablesInOneCommit() {
    String[] tenant = filled("schema");
    JsonNode tables = client.get(SALES + "/tables", tenant).expect(200).json();
    Answer deleted = client.delete(SALES + "?force=true", tenant).expect(200);
    assertEquals(3, deleted.json().path("deleted").asInt());
    Answer back = undrop(id(deleted), "{}", tenant).expect(200);
    assertEquals(deleted.sequence() + 1, back.sequence());
    assertEquals(tables, client.get(SALES + "/tables", tenant).expect(200).json());
  }

  @Test
  void aTakenNameIsRefusedUntilAnotherIsSaid() {
    String[] tenant = filled("taken");
    String id = id(client.delete(ORDERS, tenant).expect(200));
    client.post(SALES + "/tables", "{\"name\":\"orders\"}", tenant).expect(201);
    Answer refused = undrop(id, "{}", tenant).expect(409, "ALREADY_EXISTS");
    assertEquals("/name", refused.json().at("/details/field").asText());
    client
        .send("POST", "/api/v1/dropped/" + id + "/undrop", "{\"name\":\"or.ders\"}", tenant)
        .expect(400, "INVALID_NAME");
    undrop(id, "{\"name\":\"orders_old\"}", tenant).expect(200);
    assertEquals(
        id, client.get(SALES + "/tables/orders_old", tenant).expect(200).json().at("/id").asText());
  }

  @Test
  void whereTheSchemaIsGoneAnotherIsToBeSaid() {
    String[] tenant = filled("parent");
    String id = id(client.delete(ORDERS, tenant).expect(200));
    client.delete(SALES + "?force=true", tenant).expect(200);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"rest\"}", tenant).expect(201);
    Answer refused = undrop(id, "{}", tenant).expect(404, "SCHEMA_NOT_FOUND");
    assertEquals("/schema", refused.json().at("/details/field").asText());
    undrop(id, "{\"schema\":\"rest\"}", tenant).expect(200);
    client.get(CATALOGS + "/lake/schemas/rest/tables/orders", tenant).expect(200);
  }

  @Test
  void theListNamesWhatCanBePutBackInPages() {
    String[] tenant = filled("list");
    String first = id(client.delete(ORDERS, tenant).expect(200));
    String second = id(client.delete(SALES + "?force=true", tenant).expect(200));
    Answer page = client.get(DROPPED + "?pageSize=1", tenant).expect(200);
    assertEquals(second, page.json().at("/items/0/id").asText());
    assertEquals("schema", page.json().at("/items/0/kind").asText());
    assertEquals(2, page.json().at("/items/0/entities").asInt());
    String token = page.json().at("/nextPageToken").asText();
    Answer next = client.get(DROPPED + "?pageSize=1&pageToken=" + token, tenant).expect(200);
    assertEquals(first, next.json().at("/items/0/id").asText());
    assertEquals("[\"lake\",\"sales\",\"orders\"]", next.json().at("/items/0/names").toString());
    Instant droppedAt = Instant.parse(next.json().at("/items/0/droppedAt").asText());
    assertEquals(
        droppedAt.plus(Duration.ofDays(7)),
        Instant.parse(next.json().at("/items/0/keptUntil").asText()));
    assertFalse(next.json().has("nextPageToken"));
    for (Map.Entry<String, Integer> each :
        Map.of("?catalog=lake", 2, "?catalog=la", 0, "?catalog=lake&schema=sales", 2).entrySet()) {
      JsonNode items = client.get(DROPPED + each.getKey(), tenant).json().path("items");
      assertEquals(each.getValue(), items.size(), each::getKey);
    }
    client.get(DROPPED + "?schema=sales", tenant).expect(400, "INVALID_REQUEST");
    client.get(DROPPED + "?pageToken=" + token + "&catalog=lake", tenant).expect(400);
  }

  @Test
  void whatIsPurgedIsGone() {
    String[] tenant = filled("purge");
    Answer deleted = client.delete(ORDERS + "?purge=true", tenant).expect(200);
    assertFalse(deleted.json().has("keptUntil"));
    undrop(id(deleted), "{}", tenant).expect(404, "DROPPED_NOT_FOUND");
    String schema = id(client.delete(SALES + "?force=true", tenant).expect(200));
    assertEquals(
        2, client.delete(DROPPED + "/" + schema, tenant).expect(200).json().at("/deleted").asInt());
    client.delete(DROPPED + "/" + schema, tenant).expect(404, "DROPPED_NOT_FOUND");
    undrop(NOBODY, "{}", tenant).expect(404, "DROPPED_NOT_FOUND");
    client.send("POST", DROPPED + "/orders/undrop", "{}", tenant).expect(400, "INVALID_NAME");
  }

  @Test
  void aTransactionUndropsAndPurges() {
    String[] tenant = filled("transaction");
    String id = id(client.delete(ORDERS, tenant).expect(200));
    String returns = id(client.delete(SALES + "/tables/returns", tenant).expect(200));
    Answer answer =
        transact(
            tenant,
            "{\"operation\":\"createTable\",\"path\":{\"catalog\":\"lake\",\"schema\":\"sales\"},"
                + "\"body\":{\"name\":\"orders\"}}",
            "{\"operation\":\"undropEntity\",\"path\":{\"dropped\":\""
                + id
                + "\"},"
                + "\"body\":{\"name\":\"old\"}}",
            "{\"operation\":\"purgeDropped\",\"path\":{\"dropped\":\"" + returns + "\"}}",
            "{\"operation\":\"deleteSchema\",\"path\":{\"catalog\":\"lake\",\"schema\":\"sales\"},"
                + "\"force\":true,\"purge\":true}");
    answer.expect(200);
    assertEquals(id, answer.json().at("/results/1/body/id").asText());
    assertTrue(answer.json().at("/results/1/etag").asText().contains(id));
    assertEquals(3, answer.json().at("/results/3/body/deleted").asInt());
    assertEquals(0, client.get(DROPPED, tenant).json().path("items").size());

    transact(tenant, "{\"operation\":\"undropEntity\",\"path\":{\"dropped\":\"x\"}}")
        .expect(400, "INVALID_NAME");
    Answer refused =
        transact(
                tenant,
                "{\"operation\":\"undropEntity\",\"path\":{\"dropped\":\""
                    + NOBODY
                    + "\"},\"body\":{}}")
            .expect(404, "DROPPED_NOT_FOUND");
    assertEquals(0, refused.json().at("/details/operation").asInt());
    transact(tenant, "{\"operation\":\"undropEntity\"}").expect(400, "INVALID_REQUEST");
    transact(tenant, "{\"operation\":\"createCatalog\",\"body\":{\"name\":\"x\"},\"purge\":true}")
        .expect(400, "INVALID_REQUEST");
  }

  @Test
  void sqlShowsWhatCanBePutBack() {
    String[] tenant = filled("sql");
    client.delete(SALES + "?force=true", tenant).expect(200);
    String sql =
        "{\"sql\":\"select kind, path, entities from"
            + " system.catalog.dropped\",\"freshness\":\"latest\"}";
    Answer answer = client.post("/api/v1/query", sql, tenant).expect(200);
    assertEquals("[[\"schema\",\"lake.sales\",3]]", answer.json().path("rows").toString());
  }

  @Test
  void aServerWithoutRetentionKeepsNothing() {
    try (RunningServer strict =
        RunningServer.on(Configs.inMemory("catalog.dropRetentionMillis", "0"))) {
      ContractClient other = strict.client();
      other.post(CATALOGS, "{\"name\":\"lake\"}").expect(201);
      Answer deleted = other.delete(CATALOGS + "/lake").expect(200);
      assertFalse(deleted.json().has("keptUntil"));
      other.post(DROPPED + "/" + id(deleted) + "/undrop", "{}").expect(404, "DROPPED_NOT_FOUND");
    }
  }

  private static String[] filled(String tenant) {
    String[] headers = {"X-Arco-Tenant", "undrop-" + tenant};
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"sales\"}", headers).expect(201);
    String columns = "\"columns\":[{\"name\":\"id\",\"type\":\"int\"}]";
    client
        .post(
            SALES + "/tables",
            "{\"name\":\"orders\",\"tags\":{\"pii\":\"\"}," + columns + "}",
            headers)
        .expect(201);
    client.post(SALES + "/tables", "{\"name\":\"returns\"}", headers).expect(201);
    return headers;
  }

  private static Answer undrop(String id, String body, String... headers) {
    return client.post(DROPPED + "/" + id + "/undrop", body, headers);
  }

  private static Answer transact(String[] tenant, String... operations) {
    String body = "{\"operations\":[" + String.join(",", operations) + "]}";
    return client.post("/api/v1/transactions", body, tenant);
  }

  private static String id(Answer deleted) {
    return deleted.json().path("id").asText();
  }
}
