package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PUT of a table. Each test has a tenant of its own. */
final class PutTableApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String TABLE = CATALOGS + "/lake/schemas/sales/tables/orders";
  private static final String BODY =
      """
      {"format":"parquet","comment":"all","properties":{"k":"v"},
       "columns":[{"name":"id","type":"int"},{"name":"note","type":"string"}]}
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
  void createsThenReplacesAndTellsWhich() {
    String[] tenant = lake("create");
    Answer created = client.put(TABLE, BODY, tenant).expect(201);
    Answer again = client.put(TABLE, BODY, tenant).expect(200);
    assertEquals(created.json(), again.json());
    assertEquals(created.header("ETag"), again.header("ETag"));
    assertEquals(created.sequence(), again.sequence());
    JsonNode replaced =
        client
            .put(TABLE, "{\"columns\":[{\"name\":\"note\",\"type\":\"int\"}]}", tenant)
            .expect(200)
            .json();
    assertEquals(created.json().path("id"), replaced.path("id"));
    assertEquals(2, replaced.path("version").asInt());
    assertEquals("all", replaced.path("comment").asText());
    assertEquals("{\"k\":\"v\"}", replaced.path("properties").toString());
    assertEquals(
        "[{\"id\":2,\"position\":0,\"name\":\"note\",\"type\":\"int\",\"nullable\":true}]",
        replaced.path("columns").toString());
    assertEquals(replaced, client.get(TABLE, tenant).expect(200).json());
  }

  @Test
  void conditionsDecide() {
    String[] tenant = lake("conditions");
    String stale = "\"00000000-0000-7000-8000-000000000000.1\"";
    client.put(TABLE, BODY, with(tenant, "If-Match", stale)).expect(404, "TABLE_NOT_FOUND");
    String[] ifNew = with(tenant, "If-None-Match", "*");
    String tag = client.put(TABLE, BODY, ifNew).expect(201).header("ETag");
    client.put(TABLE, BODY, ifNew).expect(412, "VERSION_MISMATCH");
    String other = "{\"comment\":\"other\"}";
    Answer changed = client.put(TABLE, other, with(tenant, "If-Match", tag)).expect(200);
    assertNotEquals(tag, changed.header("ETag"));
    Answer late = client.put(TABLE, BODY, with(tenant, "If-Match", tag));
    late.expect(412, "VERSION_MISMATCH");
    assertEquals(2, late.json().at("/details/version").asInt());
    client
        .send("PUT", TABLE, BODY, with(tenant, "If-None-Match", tag))
        .expect(400, "INVALID_REQUEST");
  }

  @Test
  void aKeyBringsTheFirstAnswerAgain() {
    String[] tenant = with(lake("key"), "Idempotency-Key", "k1");
    Answer first = client.put(TABLE, BODY, tenant).expect(201);
    Answer again = client.put(TABLE, BODY, tenant).expect(201);
    assertEquals(first.json(), again.json());
    assertEquals("true", again.header("X-Arco-Replayed"));
    client.put(TABLE, "{}", tenant).expect(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void whatCantBeIsRefusedAndNothingIsDone() {
    String[] tenant = lake("refused");
    client.put(TABLE, BODY, tenant).expect(201);
    client.put(TABLE, "{\"format\":\"delta\"}", tenant).expect(409, "INCOMPATIBLE_CHANGE");
    Answer location = client.put(TABLE, "{\"location\":\"file:///etc/passwd\"}", tenant);
    location.expect(400, "INVALID_LOCATION");
    Answer column =
        client.put(TABLE, "{\"columns\":[{\"name\":\"a\",\"type\":\"nonsense\"}]}", tenant);
    column.expect(400, "INVALID_TYPE");
    assertEquals("/columns/0/type", column.json().at("/details/field").asText());
    client.put(TABLE.replace("sales", "none"), BODY, tenant).expect(404, "SCHEMA_NOT_FOUND");
    client.send("PUT", TABLE, "{\"name\":\"x\"}", tenant).expect(400, "INVALID_REQUEST");
    assertEquals(1, client.get(TABLE, tenant).json().path("version").asInt());
  }

  private static String[] lake(String tenant) {
    String[] headers = {"X-Arco-Tenant", tenant};
    client.post(CATALOGS, "{\"name\":\"lake\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"sales\"}", headers).expect(201);
    return headers;
  }

  private static String[] with(String[] headers, String name, String value) {
    String[] more = java.util.Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = name;
    more[headers.length + 1] = value;
    return more;
  }
}
