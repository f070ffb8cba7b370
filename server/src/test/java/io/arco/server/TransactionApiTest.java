package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several changes as one commit. Each test has a tenant of its own. */
final class TransactionApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SALES = CATALOGS + "/lake/schemas/sales";
  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String LAKE =
      """
      {"operation":"createCatalog","body":{"name":"lake"}},
      {"operation":"createSchema","path":{"catalog":"lake"},"body":{"name":"sales"}}
      """;
  private static final String ORDERS =
      """
      {"operation":"createTable","path":{"catalog":"lake","schema":"sales"},
       "body":{"name":"orders","columns":[{"name":"id","type":"int"}]}}
      """;

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
  void doesAllInOrderAsOneCommit() {
    String[] tenant = {"X-Arco-Tenant", "order"};
    Answer answer =
        transact(
                tenant,
                LAKE,
                ORDERS,
                op("putTable", table("orders"), "{\"comment\":\"put\"}"),
                op("putTable", table("other"), "{}"),
                op("alterTable", table("orders"), "{\"name\":\"sold\"}"),
                op("createView", schema(), "{\"name\":\"v\",\"sql\":\"select 1\"}"),
                op("deleteTable", table("other"), null),
                "{\"operation\":\"deployManifest\",\"body\":{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}}")
            .expect(200);
    assertEquals(1, answer.sequence());
    JsonNode results = answer.json().path("results");
    assertEquals("201 201 201 200 201 200 201 200 201", statuses(results));
    JsonNode sold = client.get(SALES + "/tables/sold", tenant).expect(200).json();
    assertEquals(sold, results.at("/5/body"));
    assertEquals(3, sold.path("version").asInt());
    Answer read = client.get(SALES + "/tables/sold", tenant);
    assertEquals(read.header("ETag"), results.at("/5/etag").asText());
    assertEquals(1, results.at("/7/body/deleted").asInt());
    assertTrue(results.at("/8/body/changed").asBoolean());
    client.get(SALES + "/views/v", tenant).expect(200);
    client.get("/api/v1/manifests/current", tenant).expect(200);
  }

  @Test
  void aRefusedOperationUndoesAllAndIsNamed() {
    String[] tenant = {"X-Arco-Tenant", "undo"};
    Answer refused = transact(tenant, LAKE, ORDERS, ORDERS);
    refused.expect(409, "ALREADY_EXISTS");
    assertEquals(3, refused.json().at("/details/operation").asInt());
    assertEquals("/operations/3/body/name", refused.json().at("/details/field").asText());
    client.get(CATALOGS + "/lake", tenant).expect(404);
    Answer manifest =
        transact(
            tenant,
            LAKE,
            "{\"operation\":\"deployManifest\",\"body\":{\"assets\":[{\"key\":\"bad\",\"kind\":\"sql\"}]}}");
    manifest.expect(400, "INVALID_MANIFEST");
    assertEquals(
        "/operations/2/body/assets/0/key",
        manifest.json().at("/details/problems/0/field").asText());
    client.get(CATALOGS + "/lake", tenant).expect(404);
    assertEquals(1, transact(tenant, LAKE).expect(200).sequence());
  }

  @ParameterizedTest
  @CsvSource({
    "mustExist, true, 404, TABLE_NOT_FOUND, none",
    "mustExist, true, 200, '', orders",
    "mustNotExist, true, 412, VERSION_MISMATCH, orders",
    "mustNotExist, true, 200, '', none",
    "version, 1, 200, '', orders",
    "version, 2, 412, VERSION_MISMATCH, orders",
    "version, 1, 404, TABLE_NOT_FOUND, none",
  })
  void preconditionsDecide(String name, String value, int status, String code, String table) {
    String[] tenant = {"X-Arco-Tenant", "pre-" + name.toLowerCase() + status + table};
    transact(tenant, LAKE, ORDERS).expect(200);
    String precondition = "\"precondition\":{\"" + name + "\":" + value + "}";
    String path = "\"path\":" + table(table);
    Answer required =
        transact(
            tenant,
            op("alterCatalog", "{\"catalog\":\"lake\"}", "{\"comment\":\"done\"}"),
            "{\"operation\":\"require\",\"kind\":\"table\"," + path + "," + precondition + "}");
    Answer guarded =
        transact(
            tenant, "{\"operation\":\"putTable\",\"body\":{}," + path + "," + precondition + "}");
    required.expect(status);
    guarded.expect(status == 200 && table.equals("none") ? 200 : status);
    JsonNode lake = client.get(CATALOGS + "/lake", tenant).json();
    assertEquals(status == 200 ? "done" : "", lake.path("comment").asText());
    if (status != 200) {
      required.expect(status, code);
      assertEquals(1, required.json().at("/details/operation").asInt());
      guarded.expect(status, code);
      assertEquals(0, guarded.json().at("/details/operation").asInt());
      assertEquals("/operations/0/precondition", guarded.json().at("/details/field").asText());
    }
  }

  @Test
  void anOperationSeesWhatThoseBeforeItLeave() {
    String[] tenant = {"X-Arco-Tenant", "leave"};
    transact(tenant, LAKE, ORDERS).expect(200);
    String require =
        "{\"operation\":\"require\",\"kind\":\"table\",\"path\":%s,\"precondition\":{%s}}";
    JsonNode results =
        transact(
                tenant,
                op("deleteTable", table("orders"), null),
                require.formatted(table("orders"), "\"mustNotExist\":true"),
                ORDERS,
                op("alterTable", table("orders"), "{\"comment\":\"x\"}"),
                require.formatted(table("orders"), "\"version\":2"))
            .expect(200)
            .json()
            .path("results");
    assertEquals(results.at("/2/body/id"), results.at("/4/body/id"));
    assertEquals("{}", results.at("/1/body").toString());
  }

  @Test
  void aKeyIsForAllOfIt() {
    String[] tenant = {"X-Arco-Tenant", "key", "Idempotency-Key", "k"};
    Answer first = transact(tenant, LAKE, ORDERS).expect(200);
    Answer again = transact(tenant, LAKE, ORDERS).expect(200);
    assertEquals(first.json(), again.json());
    assertEquals(first.sequence(), again.sequence());
    assertEquals("true", again.header("X-Arco-Replayed"));
    transact(tenant, LAKE).expect(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/operations | ",
        "/operations/0/operation | {}",
        "/operations/0/operation | {'operation':'getTable'}",
        "/operations/0/path/catalog | {'operation':'createSchema','body':{'name':'s'}}",
        "/operations/0/path |"
            + " {'operation':'createCatalog','path':{'catalog':'c'},'body':{'name':'s'}}",
        "/operations/0/path/catalog | {'operation':'deleteCatalog','path':{'catalog':'a/b'}}",
        "/operations/0/body | {'operation':'createCatalog'}",
        "/operations/0/body/nme | {'operation':'createCatalog','body':{'nme':'c'}}",
        "/operations/0/body/name | {'operation':'createCatalog','body':{'name':'a.b'}}",
        "/operations/0/body | {'operation':'deleteCatalog','path':{'catalog':'c'},'body':{}}",
        "/operations/0/force |"
            + " {'operation':'alterCatalog','path':{'catalog':'c'},'body':{},'force':true}",
        "/operations/0/kind | {'operation':'require','path':{},'precondition':{'mustExist':true}}",
        "/operations/0/kind |"
            + " {'operation':'deleteCatalog','kind':'catalog','path':{'catalog':'c'}}",
        "/operations/0/precondition |"
            + " {'operation':'require','kind':'catalog','path':{'catalog':'c'}}",
        "/operations/0/precondition |"
            + " {'operation':'deleteCatalog','path':{'catalog':'c'},'precondition':{}}",
        "/operations/0/precondition |"
            + " {'operation':'deployManifest','body':{},'precondition':{'mustExist':true}}",
        "/operations/0/body/location |"
            + " {'operation':'putTable','path':{'catalog':'c','schema':'s','table':'t'},'body':{'location':'file:///etc/x'}}",
      })
  void whatCantBeIsRefusedWithItsPlace(String field, String operation) {
    String body =
        "{\"operations\":[" + (operation == null ? "" : operation.replace('\'', '"')) + "]}";
    Answer answer = client.send("POST", TRANSACTIONS, body, "X-Arco-Tenant", "places").expect(400);
    assertEquals(field, answer.json().at("/details/field").asText());
  }

  @Test
  void hasABoundOfOperations() {
    String[] tenant = {"X-Arco-Tenant", "bound"};
    transact(tenant, catalogs(256)).expect(200);
    Answer answer = client.send("POST", TRANSACTIONS, body(catalogs(257)), tenant);
    answer.expect(413, "TOO_LARGE");
    assertEquals(256, answer.json().at("/details/limit").asInt());
  }

  @Test
  void hasABoundOfBytesOfItsAnswer() {
    String[] tenant = {"X-Arco-Tenant", "answer"};
    transact(tenant, LAKE).expect(200);
    String comment = "x".repeat(4_000);
    String columns =
        IntStream.range(0, 200)
            .mapToObj(
                i -> "{\"name\":\"c%d\",\"type\":\"int\",\"comment\":\"%s\"}".formatted(i, comment))
            .collect(Collectors.joining(","));
    transact(tenant, op("putTable", table("wide"), "{\"columns\":[" + columns + "]}")).expect(200);
    String[] alters = new String[10];
    for (int i = 0; i < alters.length; i++) {
      alters[i] = op("alterTable", table("wide"), "{\"comment\":\"" + i + "\"}");
    }
    transact(tenant, alters).expect(413, "TOO_LARGE");
    JsonNode table = client.get(SALES + "/tables/wide", tenant).json();
    assertEquals(1, table.path("version").asInt());
  }

  private static String[] catalogs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> op("createCatalog", null, "{\"name\":\"c" + i + "\"}"))
        .toArray(String[]::new);
  }

  private static Answer transact(String[] headers, String... operations) {
    return client.post(TRANSACTIONS, body(operations), headers);
  }

  private static String body(String... operations) {
    return "{\"operations\":[" + String.join(",", Arrays.asList(operations)) + "]}";
  }

  private static String op(String operation, String path, String body) {
    return "{\"operation\":\""
        + operation
        + "\""
        + (path == null ? "" : ",\"path\":" + path)
        + (body == null ? "" : ",\"body\":" + body)
        + "}";
  }

  private static String schema() {
    return "{\"catalog\":\"lake\",\"schema\":\"sales\"}";
  }

  private static String table(String name) {
    return "{\"catalog\":\"lake\",\"schema\":\"sales\",\"table\":\"" + name + "\"}";
  }

  private static String statuses(JsonNode results) {
    StringBuilder text = new StringBuilder();
    results.forEach(result -> text.append(' ').append(result.path("status").asText()));
    return text.substring(1);
  }
}
