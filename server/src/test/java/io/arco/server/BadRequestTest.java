package io.arco.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, how it is told, and that nothing is changed by it. */
final class BadRequestTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String TABLES = "/api/v1/catalogs/c/schemas/s/tables";
  private static RunningServer server;
  private static ContractClient client;
  private static long sequence;

  @BeforeAll
  static void start() {
    server = RunningServer.inMemory();
    client = server.client();
    client.post(CATALOGS, "{\"name\":\"c\"}").expect(201);
    sequence = client.post("/api/v1/catalogs/c/schemas", "{\"name\":\"s\"}").expect(201).sequence();
  }

  @AfterAll
  static void nothingHasChanged() {
    assertEquals(sequence, client.get(TABLES).expect(200).sequence());
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"t\",\"nam\":1}                                     | /nam",
        "{\"name\":5}                                                   | /name",
        "{\"name\":true}                                                | /name",
        "{\"name\":[\"t\"]}                                             | /name",
        "{\"name\":\"t\",\"format\":\"csv\"}                            | /format",
        "{\"name\":\"t\",\"format\":1}                                  | /format",
        "{\"name\":\"t\",\"columns\":{}}                                | /columns",
        "{\"name\":\"t\",\"columns\":[{\"name\":\"a\",\"typ\":\"int\"}]}| /columns/0/typ",
        "{\"name\":\"t\",\"columns\":[null]}                            | /columns/0",
        "{\"name\":\"t\",\"columns\":[1]}                               | /columns/0",
        "{\"name\":\"t\",\"columns\":[{\"name\":\"a\"}]}                | /columns/0/type",
        "{\"name\":\"t\",\"columns\":[{\"name\":\"a\",\"type\":\"int\",\"nullable\":\"no\"}]}"
            + " | /columns/0/nullable",
        "{\"name\":\"t\",\"properties\":{\"a/b\":1}}                    | /properties/a~1b",
        "{\"name\":\"t\",\"properties\":[]}                             | /properties",
        "{}                                                             | /name",
        "[]                                                             | ``",
        "null                                                           | ``",
        "7                                                              | ``",
        "{\"name\":\"t\"} x                                             | ``",
        "{\"name\":\"t\"}{\"name\":\"u\"}                               | ``",
        "{\"name\":\"t\",\"name\":\"u\"}                                | /name",
        "{\"name\":\"t\",\"columns\":[{\"name\":\"a\",\"name\":\"b\"}]} | /columns/0/name",
        "{\"name\":\"t                                                  | /name",
        "{name:1}                                                       | ``"
      })
  void aBodyThatDoesNotFitIsNamedByPointer(String body, String pointer) {
    Answer answer = client.send("POST", TABLES, body).expect(400, "INVALID_REQUEST");
    assertEquals(pointer, answer.json().at("/details/field").asText(), answer.json()::toString);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"\"}                                                | INVALID_NAME",
        "{\"name\":\"a/b\"}                                             | INVALID_NAME",
        "{\"name\":\"a.b\"}                                             | INVALID_NAME",
        "{\"name\":\"a\\u0000b\"}                                       | INVALID_NAME",
        "{\"name\":\"system\"}                                          | INVALID_NAME",
        "{\"name\":\"\\ud800\"}                                         | INVALID_NAME",
        "{\"name\":\"t\",\"location\":\"../../etc/passwd\"}             | INVALID_LOCATION",
        "{\"name\":\"t\",\"columns\":[{\"name\":\"a\",\"type\":\"int4\"}]} | INVALID_TYPE"
      })
  void whatTheCatalogRefusesHasItsOwnCode(String body, String code) {
    Answer answer = client.send("POST", TABLES, body).expect(400, code);
    assertTrue(answer.json().at("/details/field").asText().startsWith("/"));
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    String body = "{\"name\":\"" + "x".repeat(256) + "\"}";
    client.send("POST", TABLES, body).expect(400, "INVALID_NAME");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String body = "{\"name\":" + "[".repeat(100_000);
    client.send("POST", TABLES, body).expect(400, "INVALID_REQUEST");
  }

  /** Jackson would take each of these for the table {@code t}, or for one whose name is no text. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
  void jsonThatIsNotUtf8IsRefused(String charset) {
    byte[] body = "{\"name\":\"t\"}".getBytes(Charset.forName(charset));
    Answer answer = client.sendBytes("POST", TABLES, body).expect(400, "INVALID_REQUEST");
    assertEquals("", answer.json().at("/details/field").asText("none"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"c1b4", "e081b4", "eda080", "f4908080", "ff", "c3"})
  void aStringThatIsNotUtf8IsRefused(String hex) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("{\"name\":\"t\",\"comment\":\"".getBytes(UTF_8));
    body.writeBytes(HexFormat.of().parseHex(hex));
    body.writeBytes("\"}".getBytes(UTF_8));
    client.sendBytes("POST", TABLES, body.toByteArray()).expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip"})
  void aBodyThatIsCodedIsRefused(String coding) {
    Answer answer =
        client
            .send("POST", TABLES, "{\"name\":\"t\"}", "Content-Encoding", coding)
            .expect(415, "UNSUPPORTED_MEDIA_TYPE");
    assertEquals(coding, answer.json().at("/details/contentEncoding").asText());
  }

  @Test
  void theCodingThatIsNoneIsTaken() {
    client
        .send("POST", TABLES, "{\"name\":\"\"}", "Content-Encoding", "identity")
        .expect(400, "INVALID_NAME");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "3000000000, a whole number of 32 bits",
    "99999999999999999999, a whole number of 32 bits",
    "1.0, whole number",
    "1e3, whole number",
    "\"1\", whole number"
  })
  void aNumberThatIsNotOneTheFieldCanHaveIsNamed(String number, String expected) {
    String body = "{\"sql\":\"select 1\",\"maxRows\":" + number + "}";
    Answer answer = client.send("POST", "/api/v1/query", body).expect(400, "INVALID_REQUEST");
    assertEquals("/maxRows", answer.json().at("/details/field").asText());
    assertEquals(expected, answer.json().at("/details/expected").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ff", "%C0%AF", "%ED%A0%80", "%E2%82"})
  void aQueryWhoseEscapesAreNotUtf8IsRefused(String value) {
    client.send("GET", "/api/v1/dropped?catalog=" + value, null).expect(400, "INVALID_REQUEST");
    client.send("GET", "/api/v1/search?q=a" + value + "b", null).expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-01-01T24:00:00Z", "%2B12020-01-01T00:00:00Z", "now"})
  void aTimeThatIsNotRfc3339IsRefusedOfLineageToo(String time) {
    client
        .send("GET", "/api/v1/lineage/table:c.s.t?asOf=" + time, null)
        .expect(400, "INVALID_REQUEST");
  }

  @Test
  void anEmptyBodyIsRefused() {
    client.send("POST", TABLES, "").expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/jsonx", "*/*"})
  void onlyJsonIsTaken(String type) {
    client
        .send("POST", TABLES, "{\"name\":\"t\"}", "Content-Type", type)
        .expect(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml, text/*;q=0.5", "application/json;q=0"})
  void onlyJsonIsMade(String accept) {
    client.send("GET", TABLES, null, "Accept", accept).expect(406, "NOT_ACCEPTABLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/*", "text/html, */*;q=0.1", "Application/JSON"})
  void whoAlsoTakesJsonGetsIt(String accept) {
    client.send("GET", TABLES, null, "Accept", accept).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pageSize=0",
        "pageSize=1001",
        "pageSize=-1",
        "pageSize=ten",
        "pageSize=",
        "pageSize=1&pageSize=2",
        "unknown=1",
        "minSequence=-1",
        "minSequence=99999999999999999999",
        "maxStale=5s",
        "maxStale=86400001",
        "pageSize=%zz",
        "%ff=1",
        "asOf=",
        "asOf=2020-01-01",
        "asOf=2020-01-01T24:00:00Z",
        "asOf=2020-01-01T00:00:00%2B01:00:30",
        "asOf=%2B12020-01-01T00:00:00Z"
      })
  void aParameterOutOfBoundsIsRefused(String query) {
    client
        .send("GET", TABLES + "?" + query.replace("%zz", "%25zz"), null)
        .expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "%00", "e30", "bnVsbA", "W10", "MQ", "eyJ2IjoyfQ"})
  void aTokenThatNoListGaveIsRefused(String token) {
    client.send("GET", TABLES + "?pageToken=" + token, null).expect(400, "INVALID_PAGE_TOKEN");
  }

  @Test
  void aTokenOfAnotherVersionIsRefused() {
    String json = "{\"v\":1,\"list\":[\"tables\",\"c\",\"s\"],\"after\":\"a\"}";
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes());
    client.send("GET", TABLES + "?pageToken=" + token, null).expect(400, "INVALID_PAGE_TOKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Arco-Tenant, Upper",
    "X-Arco-Tenant, ../x",
    "X-Arco-Workspace, a/b",
    "X-Request-Id, a b",
    "Idempotency-Key, a b",
    "X-Arco-Min-Sequence, -1"
  })
  void aHeaderThatIsNotOneIsNamed(String name, String value) {
    boolean write = name.equals("Idempotency-Key");
    Answer answer =
        write
            ? client.send("POST", TABLES, "{\"name\":\"t\"}", name, value)
            : client.send("GET", TABLES, null, name, value);
    answer.expect(400, "INVALID_REQUEST");
    assertEquals(name, answer.json().at("/details/header").asText());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "X-Arco-Tenant, default, other",
    "X-Arco-Workspace, default, other",
    "X-Arco-Min-Sequence, 0, 1",
    "Idempotency-Key, once, twice",
    "Authorization, Bearer a, Bearer b",
    "Content-Type, application/json, text/plain",
    "Content-Encoding, identity, gzip"
  })
  void aHeaderThatDecidesIsGivenOnce(String name, String first, String second) {
    String body = "{\"name\":\"t\"}";
    Answer answer =
        client.send("POST", TABLES, body, name, first, name, second).expect(400, "INVALID_REQUEST");
    assertTrue(name.equalsIgnoreCase(answer.json().at("/details/header").asText()));
  }

  @Test
  void twoIfMatchAreNotOne() {
    String tag = client.get(CATALOGS + "/c").expect(200).header("ETag");
    client
        .send("DELETE", CATALOGS + "/c", null, "If-Match", tag, "If-Match", tag)
        .expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/catalogs/a%2Fb", "/api/v1/catalogs/a%00b", "/api/v1/catalogs/%0A"})
  void aNameThatNothingCanHaveIsRefused(String path) {
    client.send("GET", path, null).expect(400, "INVALID_NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/catalogs/..",
        "/api/v1/catalogs/%2e%2E/catalogs",
        "/api/v1/./catalogs",
        "/api/v1/catalogs/%FF",
        "/api/v1/catalogs/%C0%80"
      })
  void aPathThatNeedsInterpretingIsRefused(String path) {
    client.send("GET", path, null).expect(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/v1",
        "/api/v1/catalogs/",
        "/api/v1//catalogs",
        "/favicon.ico",
        "/api/v1/catalogs/c/tables",
        "/api/v2/catalogs"
      })
  void whatIsNowhereIsNotFound(String path) {
    client.send("GET", path, null).expect(404, "NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/catalogs, 'GET, POST, HEAD'",
    "PUT, /api/v1/catalogs/c, 'GET, PATCH, DELETE, HEAD'",
    "DELETE, /metrics, 'GET, HEAD'",
    "OPTIONS, /api/v1/catalogs, 'GET, POST, HEAD'"
  })
  void aMethodThatAPathDoesNotHaveIsAnsweredWithThoseItHas(String method, String path, String has) {
    Answer answer = client.send(method, path, null).expect(405, "METHOD_NOT_ALLOWED");
    String[] allowed = answer.header("Allow").split(", ");
    Arrays.sort(allowed);
    String[] expected = has.split(", ");
    Arrays.sort(expected);
    assertEquals(List.of(expected), List.of(allowed));
  }

  @Test
  void aBodyWhereNoneIsTakenIsRefused() {
    client.send("GET", TABLES, "{}").expect(400, "INVALID_REQUEST");
    client.send("DELETE", TABLES + "/t", "{}").expect(400, "INVALID_REQUEST");
  }

  @Test
  void anIfMatchThatIsNoTagIsRefused() {
    for (String tag : new String[] {"*", "1", "\"x\"", "W/\"a.1\"", "\"a.1\", \"b.2\""}) {
      client.send("DELETE", TABLES + "/t", null, "If-Match", tag).expect(400, "INVALID_REQUEST");
    }
  }

  @Test
  void aForceThatIsNeitherTrueNorFalseIsRefused() {
    client.send("DELETE", CATALOGS + "/c?force=yes", null).expect(400, "INVALID_REQUEST");
  }

  @Test
  void aProblemHasAllItsMembersAndNothingOfTheMachine() {
    Answer answer = client.send("GET", CATALOGS + "/nope", null, "X-Request-Id", "r-1").expect(404);
    JsonNode problem = answer.json();
    assertEquals("urn:arco:problem:CATALOG_NOT_FOUND", problem.path("type").asText());
    assertEquals("Catalog not found", problem.path("title").asText());
    assertEquals(404, problem.path("status").asInt());
    assertEquals("r-1", problem.path("requestId").asText());
    assertFalse(problem.path("retryable").asBoolean(true));
    assertEquals("nope", problem.at("/details/catalog").asText());
    assertNotNull(answer.header("Date"));
    assertEquals(sequence, answer.sequence());
  }

  @Test
  void aValueInAProblemIsCutShort() {
    Answer answer = client.send("GET", TABLES, null, "X-Arco-Tenant", "x".repeat(5_000));
    String value = answer.expect(400).json().at("/details/value").asText();
    assertTrue(value.length() <= 201, value);
  }
}
