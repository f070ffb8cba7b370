package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.server.ContractClient.Answer;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** URLs of the files of a manifest, and what they answer. */
final class FileApiTest {
  private static final String URLS = "/api/v1/browser/urls";
  private static final String CATALOGS = "/api/v1/catalogs";

  private static RunningServer server;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.on(Configs.inMemory("http.corsOrigins", "https://app.example.org"));
    client = server.client();
    for (int i = 0; i < 5; i++) {
      client.post(CATALOGS, "{\"name\":\"c" + i + "\"}").expect(201);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode urls(String body) {
    return client.post(URLS, body).expect(200).json();
  }

  private static JsonNode catalogs() {
    return urls("{\"tables\":[\"catalog.catalogs\"],\"freshness\":\"latest\"}")
        .path("tables")
        .path(0);
  }

  private static String oneUrl() {
    return catalogs().path("files").path(0).path("url").asText();
  }

  @Test
  void oneAnswerNamesEveryPublicTableWithItsFiles() {
    JsonNode answer = urls("{\"freshness\":\"latest\"}");
    assertEquals("signed", answer.path("mode").asText());
    assertTrue(answer.path("manifest").asLong() >= 1);
    assertTrue(answer.path("sequence").asLong() >= 5);
    Set<String> names = new TreeSet<>();
    long seen = 0;
    for (JsonNode table : answer.path("tables")) {
      names.add(table.path("name").asText());
      assertFalse(table.path("columns").isEmpty());
      long rows = 0;
      for (JsonNode file : table.path("files")) {
        Answer got = client.get(file.path("url").asText()).expect(200);
        assertEquals(file.path("bytes").asLong(), got.bytes().length);
        assertEquals(file.path("sha256").asText(), Hash.of(got.bytes()).hex());
        rows += file.path("rows").asLong();
        seen++;
      }
      assertEquals(table.path("rows").asLong(), rows);
    }
    assertTrue(seen > 1);
    assertTrue(names.containsAll(Set.of("system.catalog.catalogs", "system.audit.commits")));
    assertTrue(names.stream().allMatch(name -> name.startsWith("system.")));
    assertFalse(answer.toString().contains("internal"));
  }

  @Test
  void tablesAreAskedForByNameOrPattern() {
    assertEquals(1, urls("{\"tables\":[\"system.catalog.tables\"]}").path("tables").size());
    assertEquals(1, urls("{\"tables\":[\"catalog.tables\",\"*g.tables\"]}").path("tables").size());
    assertTrue(urls("{\"tables\":[\"catalog.*\"]}").path("tables").size() > 3);
    client.send("POST", URLS, "{\"tables\":[]}").expect(400, "INVALID_REQUEST");
    client.send("POST", URLS, "{\"tables\":[\"a/b\"]}").expect(400, "INVALID_REQUEST");
    client.send("POST", URLS, "{\"tables\":[null]}").expect(400, "INVALID_REQUEST");
  }

  @Test
  void internalTablesAreAnsweredLikeThoseThatAreNot() {
    JsonNode internal =
        client
            .post(URLS, "{\"tables\":[\"ledger.idempotency_keys\"]}")
            .expect(404, "TABLE_NOT_FOUND")
            .json();
    JsonNode missing = client.post(URLS, "{\"tables\":[\"ledger.nothing\"]}").expect(404).json();
    assertEquals(missing.path("detail"), internal.path("detail"));
    assertEquals(missing.path("title"), internal.path("title"));
  }

  @Test
  void anEmptyWorkspaceHasTablesWithoutFiles() {
    JsonNode answer = client.post(URLS, "{}", "X-Arco-Workspace", "empty").expect(200).json();
    assertEquals(0, answer.path("manifest").asLong());
    answer.path("tables").forEach(table -> assertTrue(table.path("files").isEmpty()));
  }

  @Test
  void aManifestIsNamedByItsNumber() {
    long newest = urls("{\"freshness\":\"latest\"}").path("manifest").asLong();
    assertEquals(newest, urls("{\"manifest\":" + newest + "}").path("manifest").asLong());
    client.post(CATALOGS, "{\"name\":\"named\"}").expect(201);
    assertTrue(urls("{\"freshness\":\"latest\"}").path("manifest").asLong() > newest);
    assertEquals(newest, urls("{\"manifest\":" + newest + "}").path("manifest").asLong());
    client.post(URLS, "{\"manifest\":999999}").expect(404, "SNAPSHOT_NOT_FOUND");
    client.send("POST", URLS, "{\"manifest\":0}").expect(400, "INVALID_REQUEST");
    client.post(URLS, "{\"manifest\":1,\"freshness\":\"latest\"}").expect(400, "INVALID_REQUEST");
  }

  @Test
  void theLifeOfUrlsIsBounded() {
    client.post(URLS, "{\"ttlSeconds\":60}").expect(200);
    client.post(URLS, "{\"ttlSeconds\":3600}").expect(200);
    client.post(URLS, "{\"ttlSeconds\":3601}").expect(400, "INVALID_REQUEST");
    client.send("POST", URLS, "{\"ttlSeconds\":59}").expect(400, "INVALID_REQUEST");
  }

  @Test
  void aStoreThatPresignsNothingSaysSo() {
    client.post(URLS, "{\"mode\":\"presigned\"}").expect(422, "NOT_SUPPORTED");
  }

  @Test
  void partsAreServedAsTheyAreAskedFor() {
    String url = oneUrl();
    byte[] whole = client.get(url).expect(200).bytes();
    int size = whole.length;
    Answer part = client.get(url, "Range", "bytes=4-9").expect(206);
    assertArrayEquals(Arrays.copyOfRange(whole, 4, 10), part.bytes());
    assertEquals("bytes 4-9/" + size, part.header("Content-Range"));
    Answer rest = client.get(url, "Range", "bytes=4-").expect(206);
    assertArrayEquals(Arrays.copyOfRange(whole, 4, size), rest.bytes());
    Answer end = client.get(url, "Range", "bytes=-8").expect(206);
    assertArrayEquals(Arrays.copyOfRange(whole, size - 8, size), end.bytes());
    assertArrayEquals(whole, client.get(url, "Range", "bytes=0-1,3-4").expect(200).bytes());
    Answer none =
        client.get(url, "Range", "bytes=" + size + "-").expect(416, "RANGE_NOT_SATISFIABLE");
    assertEquals("bytes */" + size, none.header("Content-Range"));
  }

  @Test
  void headSaysWhatGetWouldSay() {
    String url = oneUrl();
    Answer whole = client.get(url).expect(200);
    Answer head = client.send("HEAD", url, null).expect(200);
    assertEquals(0, head.bytes().length);
    for (String name : new String[] {"ETag", "Content-Length", "Accept-Ranges", "Content-Type"}) {
      assertEquals(whole.header(name), head.header(name), name);
    }
    Answer part = client.send("HEAD", url, null, "Range", "bytes=0-").expect(206);
    assertEquals("bytes 0-", part.header("Content-Range").substring(0, 8));
  }

  @Test
  void entityTagsAreHashesOfTheBytes() {
    JsonNode file = catalogs().path("files").path(0);
    String url = file.path("url").asText();
    String tag = '"' + file.path("sha256").asText() + '"';
    Answer whole = client.get(url).expect(200);
    assertEquals(tag, whole.header("ETag"));
    assertTrue(whole.header("Cache-Control").matches("private, immutable, max-age=[0-9]{1,3}"));
    assertEquals("bytes", whole.header("Accept-Ranges"));
    Answer known = client.get(url, "If-None-Match", "\"x\", W/" + tag).expect(304);
    assertEquals(tag, known.header("ETag"));
    client.get(url, "If-None-Match", "*").expect(304);
    client.get(url, "If-None-Match", "\"x\"").expect(200);
    client.get(url, "If-Range", tag, "Range", "bytes=0-0").expect(206);
    client.get(url, "If-Range", "\"x\"", "Range", "bytes=0-0").expect(200);
    client.get(url, "If-Range", "W/" + tag, "Range", "bytes=0-0").expect(200);
  }

  @Test
  void whatWasChangedInAUrlIsForbiddenAndSaysNoMore() {
    String url = oneUrl();
    JsonNode first = null;
    for (String changed :
        new String[] {
          url.replace("/catalog/catalogs/", "/catalog/tables/"),
          url.replace("/default/default/", "/default/other/"),
          url.replace("/files/v1/default/", "/files/v1/Not A Tenant/".replace(" ", "%20")),
          url.replace("&exp=1", "&exp=2"),
          url.replace("&exp=", "&exp=x"),
          url.replace("size=", "size=1"),
          url.substring(0, url.indexOf("&sig=")),
          url.substring(0, url.indexOf('?')),
          url.replace(".parquet", ".parquet%2F.."),
          url.replace("/catalog/catalogs/", "/../internal/")
        }) {
      Answer answer = client.send("GET", changed, null);
      if (changed.contains("/../")) {
        answer.expect(400);
        continue;
      }
      JsonNode problem = answer.expect(403, "INVALID_URL").json();
      ((com.fasterxml.jackson.databind.node.ObjectNode) problem).remove("requestId");
      first = first == null ? problem : first;
      assertEquals(first, problem, changed);
      assertEquals("private, no-cache", answer.header("Cache-Control"));
    }
  }

  @Test
  void pagesOfConfiguredOriginsMayRead() {
    String url = oneUrl();
    String origin = "https://app.example.org";
    Answer preflight =
        client
            .send("OPTIONS", url, null, "Origin", origin, "Access-Control-Request-Method", "GET")
            .expect(204);
    assertEquals(origin, preflight.header("Access-Control-Allow-Origin"));
    assertTrue(preflight.header("Access-Control-Allow-Headers").contains("Range"));
    Answer got = client.get(url, "Origin", origin).expect(200);
    assertEquals(origin, got.header("Access-Control-Allow-Origin"));
    assertEquals("Origin", got.header("Vary"));
    assertTrue(got.header("Access-Control-Expose-Headers").contains("Content-Range"));
    Answer asked = client.post(URLS, "{}", "Origin", origin).expect(200);
    assertEquals(origin, asked.header("Access-Control-Allow-Origin"));
    client
        .send("OPTIONS", URLS, null, "Origin", origin, "Access-Control-Request-Method", "POST")
        .expect(204);
  }

  @Test
  void pagesOfOthersMayNotAndNoPageMayUseTheRest() {
    Answer other = client.get(oneUrl(), "Origin", "https://evil.example.org").expect(200);
    assertNull(other.header("Access-Control-Allow-Origin"));
    client
        .send(
            "OPTIONS",
            oneUrl(),
            null,
            "Origin",
            "https://evil.example.org",
            "Access-Control-Request-Method",
            "GET")
        .expect(405);
    Answer rest = client.get(CATALOGS, "Origin", "https://app.example.org").expect(200);
    assertNull(rest.header("Access-Control-Allow-Origin"));
  }
}
