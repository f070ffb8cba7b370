package io.arco.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.server.auth.Access;
import io.arco.server.auth.Permissions;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No call of one tenant finds out that another has anything: every operation of the contract is
 * called on the other's names, and on names that nobody has, and the two answers must be one.
 */
final class TenantGateTest {
  private static final Set<String> OF_ONE_ANSWER =
      Set.of("x-request-id", "x-arco-query-id", "date");

  /** Names that nobody has, as long as those of bravo. */
  private static final String NOBODY = "nobdy";

  @TempDir private static Path directory;
  private static TwoTenants tenants;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    tenants = new TwoTenants(directory);
    client = tenants.server().client();
  }

  @AfterAll
  static void stop() {
    tenants.close();
  }

  /** A request as it is sent, on names of bravo. */
  private record Asked(String method, String path, String bodyOrNull, String bodyType) {
    static Asked of(Operation operation) {
      JsonNode described =
          DOCUMENT
              .path("paths")
              .path(operation.getOpenAPIPath())
              .path(operation.getHttpMethod().name().toLowerCase(java.util.Locale.ROOT));
      JsonNode content = described.path("requestBody").path("content");
      boolean isJson = content.has("application/json");
      String body =
          content.isMissingNode()
              ? null
              : isJson
                  ? content.at("/application~1json/examples/typical/value").toString()
                  : "bravo";
      return new Asked(
          operation.getHttpMethod().name(),
          filled(operation),
          body,
          isJson ? "application/json" : "text/plain");
    }

    /** The same on names and ids that nobody has. */
    Asked onNobody() {
      return new Asked(
          method, onNobody(path), bodyOrNull == null ? null : onNobody(bodyOrNull), bodyType);
    }

    static String onNobody(String text) {
      String other = text.replace("bravo", NOBODY);
      for (String id : List.of("plan", "run", "taskId", "dropped")) {
        // A random id of the same time: another in its last digits alone.
        String of = tenants.id(id);
        other = other.replace(of, unlike(of));
      }
      return other;
    }

    /** Another id of the same form. */
    private static String unlike(String id) {
      int uuid = Math.min(36, id.length());
      char last = id.charAt(uuid - 1);
      return id.substring(0, uuid - 1) + (last == '0' ? '1' : '0') + id.substring(uuid);
    }

    Answer send(String... headers) {
      List<String> all = new ArrayList<>(List.of(headers));
      if (bodyOrNull != null) {
        all.add("Content-Type");
        all.add(bodyType);
      }
      return client.send(method, path, bodyOrNull, all.toArray(String[]::new));
    }
  }

  private static final JsonNode DOCUMENT = document();

  private static JsonNode document() {
    try (InputStream in = TenantGateTest.class.getResourceAsStream("/arco/openapi.json")) {
      return Json.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String filled(Operation operation) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String kind :
        List.of("catalog", "schema", "table", "view", "volume", "function", "model")) {
      values.put(kind, "bravo_" + kind);
    }
    values.put("modelVersion", "bravo_modelversion");
    values.put("asset", "bravo.asset");
    values.put("entity", "asset:bravo.asset");
    values.put("version", "1");
    values.put("task", "0");
    values.put("tenant", "bravo-tenant");
    values.put("workspace", "bravo-lab");
    values.put("domain", "catalog");
    values.put("file", "bravo.parquet");
    values.put("n", "2");
    values.put("query", "0199f3a1-7c00-7000-8000-000000000009");
    for (String id : List.of("plan", "run", "taskId", "dropped")) {
      values.put(id, tenants.id(id));
    }
    String path = operation.getOpenAPIPath();
    for (Map.Entry<String, String> value : values.entrySet()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue());
    }
    assertFalse(path.contains("{"), path);
    return switch (operation.getOperationId()) {
      case "search" -> path + "?q=bravo";
      case "explain" -> path + "?run=" + tenants.id("run");
      case "getBrowserAsset" -> "/browser/page.js";
      default -> path;
    };
  }

  private static List<Operation> operations() {
    List<Operation> operations = ContractClient.contract().operations();
    assertTrue(operations.size() > 80, "the contract has operations");
    return operations;
  }

  /** What must be the same of two answers. */
  private static String same(Answer answer) {
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.keySet().removeAll(OF_ONE_ANSWER);
    String body = new String(answer.bytes(), UTF_8);
    return answer.status()
        + " "
        + headers
        + " "
        + body.replace(answer.header("X-Request-Id"), "REQUEST");
  }

  @Test
  void aForeignWorkspaceAnswersAsOneThatIsNot() {
    tenants.bravoSeen();
    String[][] foreign = {
      {"X-Arco-Tenant", "bravo-tenant", "X-Arco-Workspace", "bravo-lab"},
      {"X-Arco-Tenant", "bravo-tenant"},
      {"X-Arco-Workspace", "bravo-lab"}
    };
    for (Operation operation : operations()) {
      Asked asked = Asked.of(operation);
      String id = operation.getOperationId();
      for (String[] where : foreign) {
        Answer answer = asked.send(as(tenants.alpha(), where));
        String[] nowhere =
            java.util.Arrays.stream(where).map(Asked::onNobody).toArray(String[]::new);
        Answer missing = asked.onNobody().send(as(tenants.alpha(), nowhere));
        assertEquals(expected(id), answer.status(), id);
        if (!id.equals("getMetrics") && !id.equals("getReadiness")) {
          assertEquals(same(missing), same(answer), id);
        }
        assertEquals(0, answer.sequence(), id);
        assertFalse(tenants.isOfBravo(new String(answer.bytes(), UTF_8)), id);
        assertFalse(tenants.isOfBravo(answer.headers().toString()), id);
        assertEquals(List.of(), tenants.bravoSeen(), id);
      }
    }
  }

  private static int expected(String operation) {
    Access access = Permissions.of(operation);
    return switch (operation) {
      // Not by who calls, but by the URL's signature, which nobody made: whatever it names.
      case "getFile" -> 403;
      default -> access == Access.OPEN ? 200 : access == Access.TASK ? 401 : 404;
    };
  }

  /** The credentials, and where to. */
  private static String[] as(String bearer, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Authorization");
    all.add(bearer);
    return all.toArray(String[]::new);
  }

  @Test
  void onesOwnTokenOfATaskSpeaksForNoTaskOfAnother() {
    tenants.bravoSeen();
    for (Operation operation : operations()) {
      if (Permissions.of(operation.getOperationId()) != Access.TASK) {
        continue;
      }
      Asked asked = Asked.of(operation);
      String[] as = as("Bearer " + tenants.alphaTaskToken());
      Answer answer = asked.send(as).expect(401, "INVALID_TOKEN");
      assertEquals(same(asked.onNobody().send(as)), same(answer), operation.getOperationId());
      assertEquals(List.of(), tenants.bravoSeen(), operation.getOperationId());
    }
  }

  @Test
  void theUrlOfAFileIsPermissionForThatFileOfThatTenantAlone() {
    JsonNode tables =
        client
            .post(
                "/api/v1/browser/urls",
                "{\"tables\":[\"audit.commits\"],\"freshness\":\"latest\"}",
                as(tenants.alpha()))
            .expect(200)
            .json()
            .path("tables");
    assertFalse(tenants.isOfBravo(tables.toString()));
    String url = tables.at("/0/files/0/url").asText();
    client.get(url).expect(200);
    client
        .send("GET", url.replace("/alpha/alpha-lab/", "/bravo-tenant/bravo-lab/"), null)
        .expect(403, "INVALID_URL");
  }

  /** What alpha reads at home by the names of bravo is what it reads by names that nobody has. */
  @Test
  void namesOfAnotherMeanNothingAtHome() {
    tenants.bravoSeen();
    for (Operation operation : operations()) {
      String id = operation.getOperationId();
      // What alpha itself has asked, of whatever names, is shown to it again: QueriesApiTest.
      boolean isOwnWords = id.equals("listQueries");
      if (isOwnWords
          || Permissions.of(id) != Access.READER
          || !operation.getHttpMethod().name().equals("GET")) {
        continue;
      }
      Asked asked = Asked.of(operation);
      Answer answer = asked.send(as(tenants.alpha()));
      Answer missing = asked.onNobody().send(as(tenants.alpha()));
      assertNotEquals(403, answer.status(), id);
      assertEquals(same(missing), Asked.onNobody(same(answer)), id);
      boolean isCalledByName = !asked.path().equals(asked.onNobody().path());
      if (isCalledByName && !id.equals("search")) {
        assertEquals(404, answer.status(), id);
      } else {
        assertFalse(tenants.isOfBravo(new String(answer.bytes(), UTF_8)), id);
      }
      assertEquals(List.of(), tenants.bravoSeen(), id);
    }
  }

  @Test
  void sqlReachesNothingOfAnother() {
    tenants.bravoSeen();
    for (String sql :
        List.of(
            "select * from bravo_catalog.bravo_schema.bravo_table",
            "select * from system.bravo.tables")) {
      for (String path : List.of("/api/v1/query", "/api/v1/query-data")) {
        Answer answer = client.post(path, "{\"sql\":\"" + sql + "\"}", as(tenants.alpha()));
        Answer missing =
            client.post(path, "{\"sql\":\"" + Asked.onNobody(sql) + "\"}", as(tenants.alpha()));
        assertTrue(answer.status() == 400 || answer.status() == 404, path);
        assertEquals(same(missing), Asked.onNobody(same(answer)), path);
      }
    }
    for (String table : List.of("catalog.catalogs", "catalog.tables", "audit.changes")) {
      Answer answer =
          client
              .post(
                  "/api/v1/query",
                  "{\"sql\":\"select * from system." + table + "\",\"freshness\":\"latest\"}",
                  as(tenants.alpha()))
              .expect(200);
      String text = new String(answer.bytes(), UTF_8);
      assertTrue(text.contains("alpha"), table + " is not empty");
      assertFalse(tenants.isOfBravo(text), table);
    }
    assertEquals(List.of(), tenants.bravoSeen());
  }

  /** The store, the bus and the log are heard, and the names are there: what is silent is so. */
  @Test
  void whoMayReadsAllOfIt() throws IOException {
    try (TwoTenants others =
        new TwoTenants(java.nio.file.Files.createTempDirectory(directory, "t"))) {
      ContractClient own = others.server().client();
      own.get(TwoTenants.BRAVO_SCHEMA + "/tables/bravo_table", as(others.bravo())).expect(200);
      own.patch(TwoTenants.BRAVO_CATALOG, "{\"comment\":\"x\"}", as(others.bravo())).expect(200);
      List<String> seen = others.bravoSeen();
      for (String kind : List.of("get ", "put ", "log io.arco.access", "log io.arco.audit")) {
        assertTrue(seen.stream().anyMatch(line -> line.startsWith(kind)), () -> kind + seen);
      }
      assertTrue(
          seen.stream().anyMatch(it -> !it.matches("(?s)(get|head|put|list|log|delete) .*")),
          () -> "no message in " + seen);
    }
  }
}
