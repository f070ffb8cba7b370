package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the catalog answers over HTTP. Each test has a tenant of its own. */
final class CatalogApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
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
  void aCreatedTableIsReadBackWithAllThatWasSaid() {
    String[] tenant = tenant("reads-back");
    client.post(CATALOGS, "{\"name\":\"demo\"}", tenant).expect(201);
    client.post(CATALOGS + "/demo/schemas", "{\"name\":\"nature\"}", tenant).expect(201);
    Answer created =
        client
            .post(
                CATALOGS + "/demo/schemas/nature/tables",
                """
                {"name":"weather","format":"parquet","comment":"daily",
                 "properties":{"owner":"me"},
                 "columns":[{"name":"Cost Total $","type":"DECIMAL(10,2)","nullable":false},
                            {"name":"day","type":"date","comment":"local"}]}
                """,
                tenant)
            .expect(201);
    String path = CATALOGS + "/demo/schemas/nature/tables/weather";
    assertEquals(path, created.header("Location"));
    Answer got = client.get(path, tenant).expect(200);
    assertEquals(created.json(), got.json());
    assertEquals(created.header("ETag"), got.header("ETag"));
    assertEquals("decimal(10,2)", got.json().at("/columns/0/type").asText());
    assertEquals(1, got.json().at("/columns/1/position").asInt());
    assertTrue(got.sequence() >= created.sequence());
  }

  @Test
  void namesMayHaveSpacesAndAnyLetters() {
    String[] tenant = tenant("letters");
    Answer created = client.post(CATALOGS, "{\"name\":\"größe & co 東京?#%\"}", tenant);
    String location = created.expect(201).header("Location");
    assertEquals("größe & co 東京?#%", client.get(location, tenant).json().path("name").asText());
    client.post(location + "/schemas", "{\"name\":\"a b+c\"}", tenant).expect(201);
    client.get(location + "/schemas/a%20b+c", tenant).expect(200);
    client.get(location + "/schemas/a%20b%2Bc", tenant).expect(200);
  }

  @Test
  void headIsAnsweredAsGetWithoutABody() {
    String[] tenant = tenant("head");
    client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201);
    Answer answer = client.send("HEAD", CATALOGS + "/c", null, tenant).expect(200);
    assertEquals(0, answer.bytes().length);
    assertEquals(client.get(CATALOGS + "/c", tenant).header("ETag"), answer.header("ETag"));
  }

  @Test
  void whatIsUnchangedIsNotSentAgain() {
    String[] tenant = tenant("unchanged");
    String tag = client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201).header("ETag");
    Answer same = client.get(CATALOGS + "/c", with(tenant, "If-None-Match", tag)).expect(304);
    assertEquals(tag, same.header("ETag"));
    client.get(CATALOGS + "/c", with(tenant, "If-None-Match", "\"other\"")).expect(200);
  }

  @Test
  void aDeleteMeansTheStateItNames() {
    String[] tenant = tenant("if-match");
    String old = client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201).header("ETag");
    client.delete(CATALOGS + "/c", with(tenant, "If-Match", old)).expect(200);
    String young = client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201).header("ETag");
    client.delete(CATALOGS + "/c", with(tenant, "If-Match", old)).expect(412, "VERSION_MISMATCH");
    String wrong = young.replace(".1\"", ".2\"");
    client.delete(CATALOGS + "/c", with(tenant, "If-Match", wrong)).expect(412, "VERSION_MISMATCH");
    client.delete(CATALOGS + "/c", with(tenant, "If-Match", young)).expect(200);
    client.get(CATALOGS + "/c", tenant).expect(404, "CATALOG_NOT_FOUND");
  }

  @Test
  void whatHoldsSomethingGoesOnlyByForce() {
    String[] tenant = tenant("force");
    client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201);
    client.post(CATALOGS + "/c/schemas", "{\"name\":\"s\"}", tenant).expect(201);
    client.post(CATALOGS + "/c/schemas/s/tables", "{\"name\":\"t\"}", tenant).expect(201);
    client.delete(CATALOGS + "/c", tenant).expect(409, "NOT_EMPTY");
    client.delete(CATALOGS + "/c/schemas/s", tenant).expect(409, "NOT_EMPTY");
    Answer gone = client.delete(CATALOGS + "/c?force=true", tenant).expect(200);
    assertEquals(3, gone.json().path("deleted").asInt());
    client.get(CATALOGS + "/c/schemas/s/tables/t", tenant).expect(404, "CATALOG_NOT_FOUND");
  }

  @Test
  void everyLevelIsDeletedByItsOwnOperation() {
    String[] tenant = tenant("levels");
    client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201);
    client.post(CATALOGS + "/c/schemas", "{\"name\":\"s\"}", tenant).expect(201);
    client.post(CATALOGS + "/c/schemas/s/tables", "{\"name\":\"t\"}", tenant).expect(201);
    client.get(CATALOGS + "/c/schemas/s", tenant).expect(200);
    client.delete(CATALOGS + "/c/schemas/s/tables/t", tenant).expect(200);
    client.get(CATALOGS + "/c/schemas/s/tables/t", tenant).expect(404, "TABLE_NOT_FOUND");
    client.delete(CATALOGS + "/c/schemas/s", tenant).expect(200);
    client.get(CATALOGS + "/c/schemas/s/tables/t", tenant).expect(404, "SCHEMA_NOT_FOUND");
    client.delete(CATALOGS + "/c", tenant).expect(200);
  }

  @Test
  void aRepeatedKeyGetsItsFirstAnswer() {
    String[] tenant = with(tenant("replay"), "Idempotency-Key", "one");
    Answer first = client.post(CATALOGS, "{\"name\":\"c\",\"comment\":\"x\"}", tenant);
    Answer again = client.post(CATALOGS, "{ \"comment\" : \"x\", \"name\":\"c\" }", tenant);
    assertNull(first.expect(201).header("X-Arco-Replayed"));
    assertEquals("true", again.expect(201).header("X-Arco-Replayed"));
    assertEquals(first.json(), again.json());
    assertEquals(first.header("ETag"), again.header("ETag"));
    assertEquals(first.header("Location"), again.header("Location"));
    assertEquals(first.sequence(), again.sequence());
  }

  @Test
  void aKeyIsForOneRequestOnly() {
    String[] tenant = with(tenant("reuse"), "Idempotency-Key", "one");
    client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201);
    client.post(CATALOGS, "{\"name\":\"d\"}", tenant).expect(409, "IDEMPOTENCY_KEY_REUSED");
    client
        .post(CATALOGS + "/c/schemas", "{\"name\":\"c\"}", tenant)
        .expect(409, "IDEMPOTENCY_KEY_REUSED");
    client.delete(CATALOGS + "/c", tenant).expect(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void tenantsAndWorkspacesShareNothing() {
    String[] one = tenant("one");
    String[] two = tenant("two");
    String[] other = with(one, "X-Arco-Workspace", "other");
    String[] body = {"{\"name\":\"c\",\"comment\":\"1\"}", "{\"name\":\"c\",\"comment\":\"2\"}"};
    client.post(CATALOGS, body[0], one).expect(201);
    client.get(CATALOGS + "/c", two).expect(404, "CATALOG_NOT_FOUND");
    client.get(CATALOGS + "/c", other).expect(404, "CATALOG_NOT_FOUND");
    client.post(CATALOGS, body[1], two).expect(201);
    assertEquals("1", client.get(CATALOGS + "/c", one).json().path("comment").asText());
    assertEquals("2", client.get(CATALOGS + "/c", two).json().path("comment").asText());
    client.delete(CATALOGS + "/c", two).expect(200);
    client.get(CATALOGS + "/c", one).expect(200);
  }

  @Test
  void aWalkOverAllPagesSeesEveryTableOnceAndInOrder() {
    String[] tenant = tenant("pages");
    client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201);
    client.post(CATALOGS + "/c/schemas", "{\"name\":\"s\"}", tenant).expect(201);
    String tables = CATALOGS + "/c/schemas/s/tables";
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      made.add("t%04d".formatted(i));
    }
    made.parallelStream()
        .forEach(name -> client.post(tables, "{\"name\":\"" + name + "\"}", tenant).expect(201));
    for (int pageSize : new int[] {100, 333, 1000}) {
      assertEquals(made, walk(tables + "?pageSize=" + pageSize, tenant));
    }
    assertEquals(100, client.get(tables, tenant).json().path("items").size());
  }

  private static List<String> walk(String list, String[] tenant) {
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      JsonNode page =
          client
              .get(list + (token == null ? "" : "&pageToken=" + token), tenant)
              .expect(200)
              .json();
      page.path("items").forEach(item -> seen.add(item.path("name").asText()));
      token = page.hasNonNull("nextPageToken") ? page.path("nextPageToken").asText() : null;
      assertTrue(seen.size() <= 2_500, "a page repeats");
    } while (token != null);
    return seen;
  }

  @Test
  void aTokenIsForItsOwnListOnly() {
    String[] tenant = tenant("tokens");
    for (String name : List.of("a", "b")) {
      client.post(CATALOGS, "{\"name\":\"" + name + "\"}", tenant).expect(201);
      for (String schema : List.of("s", "t")) {
        client
            .post(CATALOGS + "/" + name + "/schemas", "{\"name\":\"" + schema + "\"}", tenant)
            .expect(201);
      }
    }
    Answer page = client.get(CATALOGS + "/a/schemas?pageSize=1", tenant).expect(200);
    String token = page.json().path("nextPageToken").asText();
    Answer next = client.get(CATALOGS + "/a/schemas?pageToken=" + token, tenant).expect(200);
    assertEquals("t", next.json().at("/items/0/name").asText());
    assertFalse(next.json().has("nextPageToken"));
    client
        .get(CATALOGS + "/b/schemas?pageToken=" + token, tenant)
        .expect(400, "INVALID_PAGE_TOKEN");
    client.get(CATALOGS + "?pageToken=" + token, tenant).expect(400, "INVALID_PAGE_TOKEN");
  }

  @Test
  void aReadWaitsForTheSequenceItNames() {
    String[] tenant = tenant("min-sequence");
    long sequence = client.post(CATALOGS, "{\"name\":\"c\"}", tenant).expect(201).sequence();
    assertEquals(1, sequence);
    String path = CATALOGS + "/c?maxStale=60000&minSequence=";
    assertEquals(sequence, client.get(path + sequence, tenant).expect(200).sequence());
    client.get(CATALOGS + "/c", with(tenant, "X-Arco-Min-Sequence", "1")).expect(200);
  }

  @Test
  void theCallersRequestIdIsEchoed() {
    String[] tenant = with(tenant("echo"), "X-Request-Id", "my-id-7");
    assertEquals("my-id-7", client.get(CATALOGS, tenant).header("X-Request-Id"));
    assertEquals("my-id-7", client.get(CATALOGS + "/no", tenant).header("X-Request-Id"));
  }

  private static String[] tenant(String name) {
    return new String[] {"X-Arco-Tenant", name};
  }

  private static String[] with(String[] headers, String name, String value) {
    List<String> more = new ArrayList<>(List.of(headers));
    more.add(name);
    more.add(value);
    return more.toArray(String[]::new);
  }
}
