package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Manifests, assets and plans, as callers meet them. */
final class OrchestrationApiTest {
  private static final String MANIFESTS = "/api/v1/manifests";
  private static final String ASSETS = "/api/v1/assets";
  private static final String PLANS = "/api/v1/plans";
  private static final String PREVIEW = "/api/v1/plans:preview";

  private static final String DAYS =
      "\"partitions\":[{\"name\":\"day\",\"type\":\"time\",\"grain\":\"day\","
          + "\"zone\":\"Europe/Berlin\",\"start\":\"2025-01-01\"}]";

  private static final String HOURS =
      "\"partitions\":[{\"name\":\"hour\",\"type\":\"time\",\"grain\":\"hour\","
          + "\"zone\":\"Europe/Berlin\",\"start\":\"2025-01-01T00:00\"}]";

  private static final String SHOP =
      """
      {"codeVersion":"v1","assets":[
       {"key":"shop.daily","kind":"sql","tags":{"tier":"gold"},"owners":["ops"],%s,
        "table":{"catalog":"lake","schema":"shop","name":"daily"},
        "dependencies":[{"asset":"shop.raw","mapping":{"type":"rollup"}}]},
       {"key":"shop.raw","kind":"python","group":"in",%s},
       {"key":"shop.report","kind":"sql",
        "dependencies":[{"asset":"shop.daily","mapping":{"type":"latest"}}]}]}
      """
          .formatted(DAYS, HOURS);

  private static final String ONE_DAY =
      """
      {"selection":"+shop.daily","logicalTime":"2025-04-15T00:00:00Z",
       "partitions":{"keys":["day=d:2025-03-30"]}}
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

  private static String[] tenant(String name) {
    return new String[] {"X-Arco-Tenant", name};
  }

  @Test
  void aDeployedManifestIsReadBackInCanonicalForm() {
    String[] tenant = tenant("deploys");
    Answer deployed = client.post(MANIFESTS, SHOP, tenant).expect(201);
    assertEquals("/api/v1/manifests/1", deployed.header("Location"));
    assertTrue(deployed.json().path("changed").asBoolean());
    Answer current = client.get(MANIFESTS + "/current", tenant).expect(200);
    assertEquals(deployed.json().path("manifest"), current.json().path("manifest"));
    assertEquals(
        List.of("shop.daily", "shop.raw", "shop.report"),
        current.json().path("assets").findValuesAsText("key"));
    assertEquals(
        "[{\"asset\":\"shop.raw\",\"mapping\":{\"type\":\"rollup\"}}]",
        current.json().at("/assets/0/dependencies").toString());
  }

  @Test
  void theSameContentAgainChangesNothingAndVersionsAreKept() {
    String[] tenant = tenant("again");
    long first = client.post(MANIFESTS, SHOP, tenant).expect(201).sequence();
    Answer again = client.post(MANIFESTS, SHOP.replace("\n", " "), tenant).expect(200);
    assertFalse(again.json().path("changed").asBoolean());
    assertEquals(first, again.sequence());
    String second = SHOP.replace("v1", "v2");
    assertEquals(
        2,
        client.post(MANIFESTS, second, tenant).expect(201).json().at("/manifest/version").asInt());
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    Answer page = client.get(MANIFESTS + "?pageSize=2", tenant).expect(200);
    assertEquals(List.of("3", "2"), page.json().findValuesAsText("version"));
    String token = page.json().path("nextPageToken").asText();
    Answer rest = client.get(MANIFESTS + "?pageSize=2&pageToken=" + token, tenant).expect(200);
    assertEquals(List.of("1"), rest.json().findValuesAsText("version"));
    assertTrue(rest.json().path("nextPageToken").isMissingNode());
    JsonNode old = client.get(MANIFESTS + "/2", tenant).expect(200).json();
    assertEquals("v2", old.at("/manifest/codeVersion").asText());
    client.get(MANIFESTS + "/4", tenant).expect(404, "MANIFEST_NOT_FOUND");
    client.send("GET", MANIFESTS + "/zero", null, tenant).expect(400, "INVALID_NAME");
  }

  @Test
  void everyProblemOfAManifestIsNamedAtOnce() {
    String[] tenant = tenant("problems");
    String bad =
        """
        {"assets":[{"key":"shop.a","kind":"sql","dependencies":[{"asset":"shop.b"}]},
         {"key":"shop.b","kind":"sql","dependencies":[{"asset":"shop.a"}],"retry":{"max":3}},
         {"key":"Shop","kind":"sql"}]}
        """;
    Answer answer = client.send("POST", MANIFESTS, bad, tenant).expect(400, "INVALID_MANIFEST");
    JsonNode problems = answer.json().at("/details/problems");
    assertEquals(3, problems.size());
    assertEquals(
        List.of("/assets/2/key", "/assets/1/retry/max", "/assets/0/dependencies/0"),
        problems.findValuesAsText("field"));
    assertEquals("[\"shop.a\",\"shop.b\",\"shop.a\"]", problems.get(2).path("path").toString());
    client.send("POST", MANIFESTS, "{\"schedules\":[]}", tenant).expect(400, "INVALID_REQUEST");
    client.get(MANIFESTS + "/current", tenant).expect(404, "MANIFEST_NOT_FOUND");
    client.get(ASSETS, tenant).expect(404, "MANIFEST_NOT_FOUND");
  }

  @Test
  void assetsAreListedBySelectionAndKnowTheirTable() {
    String[] tenant = tenant("assets");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    assertEquals(
        List.of("shop.raw", "shop.report"),
        client
            .get(ASSETS + "?selection=*%20-%20tag:tier%3Dgold", tenant)
            .expect(200)
            .json()
            .findValuesAsText("key"));
    List<String> keys = new ArrayList<>();
    String token = "";
    while (token != null) {
      String more = token.isEmpty() ? "" : "&pageToken=" + token;
      JsonNode page = client.get(ASSETS + "?pageSize=1" + more, tenant).expect(200).json();
      keys.addAll(page.findValuesAsText("key"));
      token = page.path("nextPageToken").asText(null);
    }
    assertEquals(List.of("shop.daily", "shop.raw", "shop.report"), keys);
    Answer wrong = client.get(ASSETS + "?selection=shop.daily%20%7C", tenant).expect(400);
    assertEquals("INVALID_SELECTION", wrong.code());
    assertEquals(13, wrong.json().at("/details/column").asInt());
    String daily = ASSETS + "/shop.daily";
    JsonNode before = client.get(daily, tenant).expect(200).json();
    assertEquals("[\"shop.report\"]", before.path("downstream").toString());
    assertTrue(before.path("tableId").isMissingNode());
    assertTrue(before.path("partitionCount").asInt() > 300);
    client.post("/api/v1/catalogs", "{\"name\":\"lake\"}", tenant).expect(201);
    client.post("/api/v1/catalogs/lake/schemas", "{\"name\":\"shop\"}", tenant).expect(201);
    String tables = "/api/v1/catalogs/lake/schemas/shop/tables";
    String id =
        client.post(tables, "{\"name\":\"daily\"}", tenant).expect(201).json().path("id").asText();
    assertEquals(id, client.get(daily, tenant).expect(200).json().path("tableId").asText());
    client.get(ASSETS + "/shop.nope", tenant).expect(404, "ASSET_NOT_FOUND");
    client.send("GET", ASSETS + "/shop", null, tenant).expect(400, "INVALID_NAME");
  }

  @Test
  void aPreviewShowsTasksInOrderWithReasonsPageByPage() {
    String[] tenant = tenant("previews");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    JsonNode whole = client.post(PREVIEW, ONE_DAY, tenant).expect(200).json();
    assertEquals(24, whole.path("tasks").asInt());
    assertEquals(24, whole.path("items").size());
    assertEquals("shop.raw", whole.at("/items/0/asset").asText());
    JsonNode last = whole.at("/items/23");
    assertEquals("day=d:2025-03-30", last.path("partition").asText());
    assertEquals("REQUESTED", last.path("reason").asText());
    assertEquals("+shop.daily", last.path("selectedBy").asText());
    assertEquals(23, last.at("/waitsFor/0/count").asInt());
    List<JsonNode> paged = new ArrayList<>();
    String token = "";
    while (token != null) {
      String more = token.isEmpty() ? "" : "&pageToken=" + token;
      JsonNode page =
          client.post(PREVIEW + "?pageSize=7" + more, ONE_DAY, tenant).expect(200).json();
      page.path("items").forEach(paged::add);
      assertEquals(whole.path("fingerprint"), page.path("fingerprint"));
      token = page.path("nextPageToken").asText(null);
    }
    List<JsonNode> items = new ArrayList<>();
    whole.path("items").forEach(items::add);
    assertEquals(items, paged);
    assertEquals(0, client.get(PLANS, tenant).expect(200).json().path("items").size());
  }

  @Test
  void pagesOfAPreviewStayWithTheManifestAndTimeOfTheFirst() {
    String[] tenant = tenant("pinned");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    String body = "{\"selection\":\"shop.raw\"}";
    JsonNode first = client.post(PREVIEW + "?pageSize=1", body, tenant).expect(200).json();
    client.post(MANIFESTS, SHOP.replace("v1", "v2"), tenant).expect(201);
    String token = first.path("nextPageToken").asText();
    JsonNode next = client.post(PREVIEW + "?pageToken=" + token, body, tenant).expect(200).json();
    assertEquals(1, next.path("manifestVersion").asInt());
    assertEquals(first.path("logicalTime"), next.path("logicalTime"));
    assertEquals(first.path("fingerprint"), next.path("fingerprint"));
    String other = "{\"selection\":\"shop.daily\"}";
    client.post(PREVIEW + "?pageToken=" + token, other, tenant).expect(400, "INVALID_PAGE_TOKEN");
    JsonNode fresh = client.post(PREVIEW, body, tenant).expect(200).json();
    assertEquals(2, fresh.path("manifestVersion").asInt());
    assertNotEquals(first.path("fingerprint"), fresh.path("fingerprint"));
  }

  @Test
  void aStoredPlanIsReadBackWithItsItems() {
    String[] tenant = tenant("stores");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    String[] keyed = {"X-Arco-Tenant", "stores", "Idempotency-Key", "once"};
    Answer created = client.post(PLANS, ONE_DAY, keyed).expect(201);
    Answer repeated = client.post(PLANS, ONE_DAY, keyed).expect(201);
    assertEquals(created.json(), repeated.json());
    assertEquals("true", repeated.header("X-Arco-Replayed"));
    String path = created.header("Location");
    assertEquals(created.json(), client.get(path, tenant).expect(200).json());
    JsonNode preview = client.post(PREVIEW, ONE_DAY, tenant).expect(200).json();
    assertEquals(preview.path("fingerprint"), created.json().path("fingerprint"));
    client.post(MANIFESTS, SHOP.replace("v1", "v2"), tenant).expect(201);
    JsonNode items = client.get(path + "/items", tenant).expect(200).json();
    assertEquals(preview.path("items"), items.path("items"));
    JsonNode some = client.get(path + "/items?pageSize=20", tenant).expect(200).json();
    String token = some.path("nextPageToken").asText();
    JsonNode rest =
        client.get(path + "/items?pageSize=20&pageToken=" + token, tenant).expect(200).json();
    assertEquals(4, rest.path("items").size());
    client.post(PLANS, ONE_DAY, tenant).expect(201);
    JsonNode list = client.get(PLANS + "?pageSize=1", tenant).expect(200).json();
    assertNotEquals(created.json().path("id"), list.at("/items/0/id"));
    token = list.path("nextPageToken").asText();
    list = client.get(PLANS + "?pageToken=" + token, tenant).expect(200).json();
    assertEquals(created.json(), list.at("/items/0"));
    client
        .get(PLANS + "/0199f3a1-7c00-7000-8000-000000000001", tenant)
        .expect(404, "PLAN_NOT_FOUND");
    client.send("GET", PLANS + "/x", null, tenant).expect(400, "INVALID_NAME");
  }

  @Test
  void badPlansAreRefusedWithTheirPlace() {
    String[] tenant = tenant("bad-plans");
    client.post(PREVIEW, "{\"selection\":\"*\"}", tenant).expect(404, "MANIFEST_NOT_FOUND");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    assertBad(tenant, "{}", "INVALID_REQUEST", "/selection");
    assertBad(
        tenant,
        "{\"selection\":\"*\",\"manifestVersion\":0}",
        "INVALID_REQUEST",
        "/manifestVersion");
    assertBad(
        tenant, "{\"selection\":\"*\",\"logicalTime\":\"now\"}", "INVALID_REQUEST", "/logicalTime");
    assertBad(
        tenant,
        "{\"selection\":\"*\",\"partitions\":{\"keys\":[\"day=2025-01-01\"]}}",
        "INVALID_PARTITION",
        "/partitions/keys/0");
    assertBad(
        tenant,
        "{\"selection\":\"*\",\"partitions\":{\"keys\":[\"day=d:2024-12-31\"]}}",
        "INVALID_PARTITION",
        "/partitions/keys");
    assertBad(tenant, "{\"selection\":\"nope.x\"}", "INVALID_SELECTION", "");
    assertBad(tenant, "{\"selection\":\"*\",\"mode\":\"all\"}", "INVALID_REQUEST", "/mode");
    client
        .post(PREVIEW, "{\"selection\":\"*\",\"manifestVersion\":9}", tenant)
        .expect(404, "MANIFEST_NOT_FOUND");
    client.send("POST", "/api/v1/plansXpreview", "{}", tenant).expect(404, "NOT_FOUND");
    client.send("GET", PREVIEW, null, tenant).expect(405, "METHOD_NOT_ALLOWED");
    client.send("GET", "/api/v1/planspreview", null, tenant).expect(404, "NOT_FOUND");
  }

  private static void assertBad(String[] tenant, String body, String code, String field) {
    for (String path : List.of(PREVIEW, PLANS)) {
      Answer answer = client.send("POST", path, body, tenant).expect(400, code);
      assertEquals(field, answer.json().at("/details/field").asText(), body);
    }
  }

  @Test
  void sqlShowsManifestsAssetsAndPlans() {
    String[] tenant = tenant("sql");
    client.post(MANIFESTS, SHOP, tenant).expect(201);
    client.post(MANIFESTS, SHOP.replace("\"gold\"", "\"silver\""), tenant).expect(201);
    client.post(PLANS, ONE_DAY, tenant).expect(201);
    JsonNode rows =
        client
            .post(
                "/api/v1/query",
                "{\"freshness\":\"latest\",\"sql\":\"select a.asset_key, a.from_version,"
                    + " a.to_version, m.asset_count, p.tasks from system.orchestration.assets a"
                    + " join system.orchestration.manifests m on m.version = a.from_version"
                    + " cross join system.orchestration.plans p order by 1, 2\"}",
                tenant)
            .expect(200)
            .json()
            .path("rows");
    assertEquals(
        "[[\"shop.daily\",1,2,3,24],[\"shop.daily\",2,null,3,24],[\"shop.raw\",1,null,3,24],"
            + "[\"shop.report\",1,null,3,24]]",
        rows.toString());
  }
}
