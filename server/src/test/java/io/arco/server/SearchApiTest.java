package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search over HTTP. Each test has a tenant of its own. */
final class SearchApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String SCHEMA = CATALOGS + "/lake/schemas/sales";
  private static RunningServer server;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.on(Configs.inMemory("search.buildWaitMillis", "30000"));
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] sales(String tenant) {
    String[] headers = {"X-Arco-Tenant", tenant};
    client.post(CATALOGS, "{\"name\":\"lake\",\"comment\":\"Everything\"}", headers).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"sales\"}", headers).expect(201);
    return headers;
  }

  private static void table(String json, String... headers) {
    client.post(SCHEMA + "/tables", json, headers).expect(201);
  }

  private static Answer search(String query, String... headers) {
    return client.get("/api/v1/search?" + query, headers).expect(200);
  }

  /** The names of the hits in order, each after its kind. */
  private static List<String> found(String query, String... headers) {
    List<String> found = new ArrayList<>();
    for (JsonNode item : search(query, headers).json().path("items")) {
      List<String> names = new ArrayList<>();
      item.path("names").forEach(name -> names.add(name.asText()));
      found.add(item.path("kind").asText() + " " + String.join(".", names));
    }
    return found;
  }

  @Test
  void everyKindIsFoundByItsName() {
    String[] tenant = sales("kinds");
    table("{\"name\":\"zebra_t\"}", tenant);
    client.post(SCHEMA + "/views", "{\"name\":\"zebra_v\",\"sql\":\"x\"}", tenant).expect(201);
    client
        .post(SCHEMA + "/volumes", "{\"name\":\"zebra_o\",\"location\":\"s3://b\"}", tenant)
        .expect(201);
    client.post(SCHEMA + "/functions", "{\"name\":\"zebra_f\",\"body\":\"1\"}", tenant).expect(201);
    client.post(SCHEMA + "/models", "{\"name\":\"zebra_m\"}", tenant).expect(201);
    client.post(SCHEMA + "/models/zebra_m/versions", "{\"name\":\"zebra_1\"}", tenant).expect(201);
    client.post(CATALOGS, "{\"name\":\"zebra_c\"}", tenant).expect(201);
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"zebra_s\"}", tenant).expect(201);
    String manifest =
        "{\"assets\":[{\"key\":\"zoo.zebra_a\",\"kind\":\"sql\",\"owners\":[\"ann\"]}]}";
    client.post("/api/v1/manifests", manifest, tenant).expect(201);
    assertEquals(
        List.of(
            "modelVersion lake.sales.zebra_m.zebra_1",
            "asset zoo.zebra_a",
            "catalog zebra_c",
            "function lake.sales.zebra_f",
            "model lake.sales.zebra_m",
            "volume lake.sales.zebra_o",
            "schema lake.zebra_s",
            "table lake.sales.zebra_t",
            "view lake.sales.zebra_v"),
        found("q=zebra", tenant));
    assertEquals(List.of("catalog zebra_c"), found("q=zebra&kind=catalog", tenant));
    assertEquals(
        List.of("table lake.sales.zebra_t", "view lake.sales.zebra_v"),
        found("q=zebra&kind=view,table", tenant));
    assertEquals(List.of("asset zoo.zebra_a"), found("owner=ann", tenant));
    client.post("/api/v1/manifests", manifest.replace("zebra_a", "gnu"), tenant).expect(201);
    assertEquals(List.of("asset zoo.gnu"), found("owner=ann", tenant));
    assertEquals(List.of(), found("q=zebra&kind=asset", tenant));
  }

  @Test
  void namesComeBeforeColumnsBeforeCommentsAndTheWholeBeforePartsBeforeBeginningsBeforeMistakes() {
    String[] tenant = sales("rank");
    table("{\"name\":\"order\"}", tenant);
    table("{\"name\":\"an_order\"}", tenant);
    table("{\"name\":\"orders\"}", tenant);
    table("{\"name\":\"c\",\"columns\":[{\"name\":\"order\",\"type\":\"int\"}]}", tenant);
    table("{\"name\":\"d\",\"columns\":[{\"name\":\"order_id\",\"type\":\"int\"}]}", tenant);
    table("{\"name\":\"e\",\"comment\":\"An order.\"}", tenant);
    table("{\"name\":\"f\",\"comment\":\"Some orders.\"}", tenant);
    table("{\"name\":\"ordre\"}", tenant);
    table("{\"name\":\"g\",\"owner\":\"order\"}", tenant);
    table("{\"name\":\"h\",\"tags\":{\"order\":\"\"}}", tenant);
    assertEquals(
        List.of("order", "an_order", "orders", "c", "d", "h", "g", "e", "f", "ordre"),
        found("q=order", tenant).stream()
            .map(name -> name.replace("table lake.sales.", ""))
            .toList());
    assertEquals(List.of("table lake.sales.order"), found("q=sales.order&pageSize=1", tenant));
    assertEquals(List.of(), found("q=order+absent", tenant));
    assertEquals(List.of("schema lake.sales"), found("q=sales", tenant));
  }

  @Test
  void columnsTagsAndOwnersAreFoundAndFilter() {
    String[] tenant = sales("filters");
    table(
        "{\"name\":\"a\",\"owner\":\"sales team\",\"tags\":{\"tier\":\"gold\"},\"columns\":["
            + "{\"name\":\"emailAddress\",\"type\":\"text\",\"comment\":\"where to write to\","
            + "\"tags\":{\"pii\":\"\"}}]}",
        tenant);
    table("{\"name\":\"b\",\"owner\":\"sales\",\"tags\":{\"tier\":\"silver\"}}", tenant);
    client
        .post(
            SCHEMA + "/views",
            "{\"name\":\"v\",\"sql\":\"x\",\"columns\":[{\"name\":\"email\",\"type\":\"text\"}]}",
            tenant)
        .expect(201);
    client
        .post(
            SCHEMA + "/functions",
            "{\"name\":\"f\",\"body\":\"x\",\"parameters\":[{\"name\":\"email\",\"type\":\"text\"}]}",
            tenant)
        .expect(201);
    assertEquals(
        List.of("function lake.sales.f", "view lake.sales.v", "table lake.sales.a"),
        found("q=email", tenant));
    assertEquals(List.of("table lake.sales.a"), found("q=email_address", tenant));
    assertEquals(List.of("table lake.sales.a"), found("q=write", tenant));
    assertEquals(List.of("table lake.sales.a"), found("q=team", tenant));
    assertEquals(List.of("table lake.sales.a"), found("q=gold", tenant));
    assertEquals(List.of("table lake.sales.a"), found("tag=pii", tenant));
    assertEquals(List.of("table lake.sales.a"), found("tag=tier%3Dgold", tenant));
    assertEquals(List.of("table lake.sales.a", "table lake.sales.b"), found("tag=tier", tenant));
    assertEquals(List.of("table lake.sales.b"), found("owner=sales", tenant));
    assertEquals(List.of(), found("tag=tier&owner=nobody", tenant));
    assertEquals(4, search("kind=table,view,function", tenant).json().path("total").asInt());
  }

  @Test
  void matchesShowWhatWasHit() {
    String[] tenant = sales("highlights");
    table(
        "{\"name\":\"OrderItems\",\"comment\":\""
            + "long ".repeat(60)
            + "<b>order</b> 😀 and more"
            + " text".repeat(60)
            + "\"}",
        tenant);
    JsonNode item = search("q=ORDER", tenant).json().at("/items/0");
    assertEquals(100, item.path("score").asInt());
    assertEquals(
        "{\"field\":\"name\",\"fragments\":[{\"text\":\"Order\",\"hit\":true},{\"text\":\"Items\"}]}",
        item.at("/matches/0").toString());
    JsonNode comment = item.at("/matches/1");
    assertEquals("comment", comment.path("field").asText());
    assertEquals("…", comment.at("/fragments/0/text").asText());
    assertTrue(comment.at("/fragments/1/text").asText().endsWith("long <b>"));
    assertEquals("{\"text\":\"order\",\"hit\":true}", comment.at("/fragments/2").toString());
    JsonNode joined = search("q=orderit", tenant).json().at("/items/0/matches/0");
    assertEquals(
        "OrderIt",
        joined.at("/fragments/0/text").asText()
            + joined.at("/fragments/1/text").asText().replace("ems", ""));
    JsonNode near = search("q=itms", tenant).json().at("/items/0/matches/0");
    assertEquals("{\"text\":\"Items\",\"hit\":true}", near.at("/fragments/1").toString());
  }

  @Test
  void whatIsRenamedMovedOrDeletedIsFollowed() {
    String[] tenant = sales("follow");
    client.post(CATALOGS + "/lake/schemas", "{\"name\":\"other\"}", tenant).expect(201);
    table("{\"name\":\"before\"}", tenant);
    assertEquals(List.of("table lake.sales.before"), found("q=before", tenant));
    long sequence = search("q=before", tenant).sequence();
    Answer renamed = client.patch(SCHEMA + "/tables/before", "{\"name\":\"after\"}", tenant);
    assertEquals(List.of(), found("q=before", tenant));
    Answer after = search("q=after&minSequence=" + renamed.sequence(), tenant);
    assertEquals(1, after.json().path("total").asInt());
    assertTrue(after.json().path("sequence").asLong() > sequence);
    assertEquals(after.sequence(), after.json().path("sequence").asLong());
    client.patch(SCHEMA + "/tables/after", "{\"schema\":\"other\"}", tenant).expect(200);
    assertEquals(List.of("table lake.other.after"), found("q=after", tenant));
    client.patch(CATALOGS + "/lake", "{\"name\":\"pond\"}", tenant).expect(200);
    assertEquals(List.of("table pond.other.after"), found("q=after", tenant));
    assertEquals(List.of("table pond.other.after"), found("q=pond.after", tenant));
    assertEquals(List.of(), found("q=lake.after", tenant));
    client.delete(CATALOGS + "/pond?force=true", tenant).expect(200);
    assertEquals(List.of(), found("q=after", tenant));
    assertEquals(0, search("kind=catalog,schema,table", tenant).json().path("total").asInt());
  }

  @Test
  void aNameThatIsTakenOverByAnotherThingIsFoundOnce() {
    String[] tenant = sales("taken");
    table("{\"name\":\"one\"}", tenant);
    assertEquals(1, found("q=one", tenant).size());
    client.patch(SCHEMA + "/tables/one", "{\"name\":\"two\"}", tenant).expect(200);
    table("{\"name\":\"one\"}", tenant);
    assertEquals(List.of("table lake.sales.one"), found("q=one", tenant));
    assertEquals(List.of("table lake.sales.two"), found("q=two", tenant));
  }

  @Test
  void nothingOfAnotherWorkspaceIsFoundCountedOrShown() {
    String[] mine = sales("mine");
    String[] theirs = sales("theirs");
    table("{\"name\":\"secret\"}", theirs);
    assertEquals(List.of("table lake.sales.secret"), found("q=secret", theirs));
    Answer answer = search("q=secret", mine);
    assertEquals(0, answer.json().path("total").asInt());
    assertEquals(List.of(), found("q=secret", "X-Arco-Tenant", "theirs", "X-Arco-Workspace", "w2"));
    String token =
        search("kind=catalog,schema,table&pageSize=1", theirs)
            .json()
            .path("nextPageToken")
            .asText();
    for (JsonNode item :
        search("kind=catalog,schema,table&pageSize=10&pageToken=" + token, mine)
            .json()
            .path("items")) {
      assertFalse(item.toString().contains("secret"));
    }
  }

  @Test
  void pagesNeitherSkipNorRepeatWhatStaysWhileCommitsComeIn() throws Exception {
    String[] tenant = sales("pages");
    Set<String> stay = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      String name = (i % 3 == 0 ? "item" : i % 3 == 1 ? "my_item_" : "items_") + i;
      table("{\"name\":\"" + name + "\"}", tenant);
      stay.add(name);
    }
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !ended.get(); i++) {
                table("{\"name\":\"item_x" + i + "\"}", tenant);
                client.delete(SCHEMA + "/tables/item_x" + i, tenant).expect(200);
              }
            });
    writer.start();
    try {
      for (int size : new int[] {1, 7, 59, 100}) {
        List<String> seen = new ArrayList<>();
        long first = -1;
        Answer page = search("q=item&pageSize=" + size, tenant);
        while (true) {
          first = first < 0 ? page.sequence() : first;
          page.json().path("items").forEach(item -> seen.add(item.path("name").asText()));
          String token = page.json().path("nextPageToken").asText();
          if (token.isEmpty()) {
            break;
          }
          page = search("q=item&pageSize=" + size + "&pageToken=" + token, tenant);
        }
        List<String> stayed = seen.stream().filter(stay::contains).toList();
        assertEquals(stay.size(), stayed.size());
        assertEquals(stay, new HashSet<>(stayed));
        assertTrue(size > 7 || page.sequence() > first, "commits came in");
      }
    } finally {
      ended.set(true);
      writer.join();
    }
  }

  @Test
  void aTokenOfAnotherQueryIsRefused() {
    String[] tenant = sales("tokens");
    String token =
        search("kind=catalog,schema&pageSize=1", tenant).json().path("nextPageToken").asText();
    String path = "/api/v1/search?pageSize=1&pageToken=";
    client.get(path + token + "&kind=catalog", tenant).expect(400, "INVALID_PAGE_TOKEN");
    client.get(path + "x&kind=catalog", tenant).expect(400, "INVALID_PAGE_TOKEN");
    client.get(path + token + "&kind=catalog,schema", tenant).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name:x OR *:*",
        "\"unclosed",
        "a AND (b",
        "[a TO z]",
        "sales~0.5",
        "^4 /re.*x/",
        "a\\",
        "sal*",
        "<script>",
        "' or 1=1 --",
        "日本語 ÅÉÎ 😀",
        "\u202e x",
        "a\u0000b",
        "a\tb\nc",
        "\ufffd z",
        "NOT",
        "&& || ! a",
        "%00 a",
        "ﷺ"
      })
  void noQueryIsTooStrange(String query) {
    String[] tenant = {"X-Arco-Tenant", "strange"};
    client
        .send(
            "GET",
            "/api/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
            null,
            tenant)
        .expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "q=",
        "q=%20",
        "q=***",
        "kind=",
        "kind=tables",
        "kind=table,",
        "tag=",
        "owner=",
        "q=a&q=b",
        "q=a&field=name",
        "q=a&pageSize=0",
        "q=a&pageSize=1001",
        "q=%2e",
        "q=" + "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q"
      })
  void whatCanNotBeAnsweredIsRefusedWithAReason(String query) {
    Answer refused =
        client.send("GET", "/api/v1/search?" + query, null).expect(400, "INVALID_REQUEST");
    assertFalse(refused.json().path("detail").asText().isEmpty());
  }

  @Test
  void longQueriesAreRefusedAndLongWordsAreNot() {
    String[] tenant = sales("long");
    String name = "n".repeat(255);
    table("{\"name\":\"" + name + "\"}", tenant);
    assertEquals(1, found("q=" + name, tenant).size());
    client
        .send("GET", "/api/v1/search?q=" + "x".repeat(513), null, tenant)
        .expect(400, "INVALID_REQUEST");
    client.get("/api/v1/search?q=" + "x".repeat(512), tenant).expect(200);
  }

  @Test
  void untilTheIndexIsBuiltTheAnswerSaysHowFarItIs() {
    try (RunningServer slow = RunningServer.on(Configs.inMemory("search.buildWaitMillis", "0"))) {
      slow.client().post(CATALOGS, "{\"name\":\"lake\"}").expect(201);
      Answer building = slow.client().get("/api/v1/search?q=lake").expect(503, "INDEX_BUILDING");
      assertEquals(1, building.json().at("/details/total").asInt());
      assertTrue(building.json().at("/details/done").asInt() <= 1);
      assertTrue(building.json().path("retryable").asBoolean());
      assertEquals("1", building.header("Retry-After"));
      slow.client().get(CATALOGS + "/lake").expect(200);
      Await.until("it is built", () -> slow.client().get("/api/v1/search?q=lake").status() == 200);
      assertEquals(1, slow.client().get("/api/v1/search?q=lake").json().path("total").asInt());
    }
  }

  @Test
  void anIndexMakesRoomForAnotherAndIsBuiltAgainWhenItIsSearched() {
    try (RunningServer small =
        RunningServer.on(
            Configs.inMemory("search.maxIndexes", "1", "search.buildWaitMillis", "30000"))) {
      for (int i = 0; i < 6; i++) {
        String[] tenant = {"X-Arco-Tenant", "t" + i % 2};
        String name = "c" + i;
        small.client().post(CATALOGS, "{\"name\":\"" + name + "\"}", tenant).expect(201);
        Answer found = small.client().get("/api/v1/search?q=" + name, tenant).expect(200);
        assertEquals(name, found.json().at("/items/0/name").asText());
      }
    }
  }

  @Test
  void aSequenceThatDoesNotComeIsNotWaitedForForever() {
    try (RunningServer hasty =
        RunningServer.on(Configs.inMemory("ledger.commandTimeoutMillis", "1000"))) {
      hasty.client().get("/api/v1/search?q=a&minSequence=999").expect(409, "SEQUENCE_NOT_REACHED");
    }
  }
}
