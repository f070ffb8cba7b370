package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.server.TestWorker.Held;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lineage as it is asked for, from what workers report. */
final class LineageApiTest {
  private static final String LINEAGE = "/api/v1/lineage/";

  private static final String PIPELINE =
      """
      {"assets":[
       {"key":"shop.raw","kind":"sql","table":{"catalog":"lake","schema":"shop","name":"raw"}},
       {"key":"shop.orders","kind":"sql","dependencies":[{"asset":"shop.raw"}],
        "table":{"catalog":"lake","schema":"shop","name":"orders"}},
       {"key":"shop.report","kind":"sql","dependencies":[{"asset":"shop.orders"}]}]}
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

  /** A workspace of its own for each test. */
  private record Place(String[] headers, TestWorker worker) {
    static Place of(String tenant) {
      String[] headers = {"X-Arco-Tenant", tenant};
      Place place = new Place(headers, new TestWorker(client, "w", headers));
      place.deploy(PIPELINE);
      return place;
    }

    long deploy(String manifest) {
      return client.post("/api/v1/manifests", manifest, headers).expect(201).sequence();
    }

    void run() {
      String body = "{\"selection\":\"*\",\"mode\":\"ALL\"}";
      client.post(TestWorker.RUNS, body, headers).expect(201);
    }

    /** Does a run, with what its tasks report beside their success. */
    void done(String... reports) {
      run();
      for (String report : reports) {
        Held held = worker.one();
        held.completed("\"outcome\":\"SUCCEEDED\"" + report).expect(200);
      }
    }

    JsonNode get(String entityAndQuery) {
      return client.get(LINEAGE + entityAndQuery, headers).expect(200).json();
    }

    Answer refused(String entityAndQuery) {
      return client.send("GET", LINEAGE + entityAndQuery, null, headers);
    }
  }

  private static Set<String> edges(JsonNode edges) {
    Set<String> texts = new TreeSet<>();
    edges.forEach(e -> texts.add(e.path("from").asText() + " > " + e.path("to").asText()));
    return texts;
  }

  private static List<String> nodes(JsonNode lineage) {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : lineage.path("nodes")) {
      texts.add(
          node.path("entity").asText()
              + " "
              + node.path("upstream").asText("-")
              + " "
              + node.path("downstream").asText("-"));
    }
    return texts;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void whatIsDeclaredStandsApartFromWhatWasDone() {
    Place place = Place.of("declared");
    JsonNode before = place.get("asset:shop.orders");
    assertEquals(Set.of(), edges(before.path("observed")));
    assertEquals(
        Set.of(
            "asset:shop.raw > asset:shop.orders",
            "asset:shop.orders > asset:shop.report",
            "asset:shop.orders > table:lake.shop.orders"),
        edges(before.path("declared")));
    assertEquals(1, before.path("manifestVersion").asInt());
    place.done("", ",\"outputs\":[{\"version\":\"7\"}]", "");
    JsonNode after = place.get("asset:shop.orders");
    assertEquals(before.path("declared"), after.path("declared"));
    assertEquals(before.path("nodes"), after.path("nodes"));
    assertEquals(
        edges(before.path("declared")), edges(after.path("observed")), after::toPrettyString);
    for (JsonNode edge : after.path("observed")) {
      boolean isOutput = edge.path("to").asText().startsWith("table:");
      assertEquals(isOutput, edge.path("reported").asBoolean(), edge::toString);
    }
  }

  @Test
  void whatAWorkerReportsIsWhatItRead() {
    Place place = Place.of("reported");
    place.done(
        ",\"inputs\":[{\"table\":{\"catalog\":\"x\",\"schema\":\"y\",\"name\":\"z\"},\"version\":\"3\"}]",
        ",\"inputs\":[]",
        "");
    assertEquals(
        Set.of("table:x.y.z > asset:shop.raw"),
        edges(place.get("asset:shop.raw?direction=upstream").path("observed")));
    assertEquals(
        Set.of(),
        edges(place.get("asset:shop.orders?direction=upstream&depth=1").path("observed")));
    JsonNode edge = place.get("table:x.y.z").path("observed").path(0);
    assertTrue(edge.path("reported").asBoolean());
    assertEquals("shop.raw", edge.at("/first/asset").asText());
    String taskId = edge.at("/first/taskId").asText();
    assertEquals(edge.at("/first/runId").asText() + ".0", taskId);
    JsonNode task =
        client
            .get(TestWorker.RUNS + "/" + taskId.replace(".", "/tasks/"), place.headers)
            .expect(200)
            .json();
    assertEquals(edge.at("/first/sequence"), task.at("/attempts/0/endedSequence"));
  }

  @Test
  void columnsAreFollowedThroughTables() {
    Place place = Place.of("columns");
    place.done(
        "",
        """
        ,"outputs":[{"columns":[{"name":"a/b c","type":"double","inputs":[
          {"asset":"shop.raw","column":"amount"}]}]}]
        """,
        """
        ,"outputs":[{"columns":[{"name":"sum","type":"double","inputs":[
          {"table":{"catalog":"lake","schema":"shop","name":"orders"},"column":"a/b c"}]}]}]
        """);
    String middle = "column:table:lake.shop.orders.a/b c";
    assertEquals(
        Set.of(
            "column:table:lake.shop.raw.amount > " + middle,
            middle + " > column:asset:shop.report.sum"),
        edges(place.get(encoded(middle)).path("observed")));
    assertEquals(
        List.of(
            "column:asset:shop.report.sum 0 -",
            middle + " 1 -",
            "column:table:lake.shop.raw.amount 2 -"),
        nodes(place.get("column:asset:shop.report.sum?direction=upstream")));
  }

  @Test
  void directionAndDepthSayHowFar() {
    Place place = Place.of("depth");
    assertEquals(
        List.of("asset:shop.raw - 0", "asset:shop.orders - 1", "table:lake.shop.raw - 1"),
        nodes(place.get("asset:shop.raw?direction=downstream&depth=1")));
    assertEquals(
        List.of("asset:shop.report 0 -", "asset:shop.orders 1 -", "asset:shop.raw 2 -"),
        nodes(place.get("asset:shop.report?direction=upstream")));
    assertEquals(
        List.of("table:lake.shop.raw 0 0", "asset:shop.raw 1 -"),
        nodes(place.get("table:lake.shop.raw")));
  }

  @Test
  void viewsDeclareWhatTheyRead() {
    Place place = Place.of("views");
    String schemas = "/api/v1/catalogs/lake/schemas";
    client.post("/api/v1/catalogs", "{\"name\":\"lake\"}", place.headers).expect(201);
    client.post(schemas, "{\"name\":\"shop\"}", place.headers).expect(201);
    String view =
        """
        {"name":"v","sql":"select 1",
         "references":[{"catalog":"lake","schema":"shop","name":"orders"}]}
        """;
    client.post(schemas + "/shop/views", view, place.headers).expect(201);
    String edge = "table:lake.shop.orders > table:lake.shop.v";
    assertTrue(edges(place.get("table:lake.shop.orders").path("declared")).contains(edge));
    JsonNode upstream = place.get("table:lake.shop.v?direction=upstream");
    assertTrue(edges(upstream.path("declared")).contains(edge));
    assertEquals("VIEW", upstream.at("/declared/0/by").asText());
    assertEquals("asset:shop.raw 3 -", nodes(upstream).get(3));
  }

  @Test
  void asOfShowsWhatWasKnownThen() {
    Place place = Place.of("then");
    place.done(",\"outputs\":[{}]", "", "");
    JsonNode first = place.get("asset:shop.raw?direction=downstream&depth=1");
    JsonNode made = first.path("observed");
    assertEquals(2, made.size());
    long sequence = Long.MAX_VALUE;
    for (JsonNode edge : made) {
      sequence = Math.min(sequence, edge.at("/first/sequence").asLong());
    }
    JsonNode then = place.get("asset:shop.raw?direction=downstream&depth=1&asOf=" + sequence);
    assertEquals(Set.of("asset:shop.raw > table:lake.shop.raw"), edges(then.path("observed")));
    assertFalse(then.path("declaredKnown").asBoolean());
    assertEquals(Set.of(), edges(then.path("declared")));
    long last = place.deploy("{\"assets\":[{\"key\":\"shop.raw\",\"kind\":\"sql\"}]}");
    JsonNode now = place.get("asset:shop.raw?asOf=" + last);
    assertTrue(now.path("declaredKnown").asBoolean());
    assertEquals(2, now.path("manifestVersion").asInt());
    assertEquals(Set.of(), edges(now.path("declared")));
    assertEquals(3, now.path("observed").size());
    JsonNode past = place.get("asset:shop.raw?asOf=2020-01-01T00:00:00Z");
    assertTrue(past.path("declaredKnown").asBoolean());
    assertTrue(past.path("manifestVersion").isMissingNode());
    assertEquals(List.of("asset:shop.raw 0 0"), nodes(past));
  }

  @Test
  void observationsAreRowsThatSqlReads() {
    Place place = Place.of("rows");
    place.done(
        ",\"outputs\":[{\"version\":\"7\",\"rowCount\":3}]",
        ",\"outputs\":[{\"table\":{\"catalog\":\"lake\",\"schema\":\"shop\",\"name\":\"orders\"}}]",
        ",\"inputs\":[{\"asset\":\"shop.orders\",\"version\":\"9\"}]");
    String sql =
        """
        select o.asset_key, o.inputs_reported, i.asset, i.version
        from system.lineage.observations o left join
          (select run_id, number, unnest(from_json(inputs,
            '[{"asset":"VARCHAR","version":"VARCHAR"}]')) i
           from system.lineage.observations) u
          on u.run_id = o.run_id and u.number = o.number
        order by o.number
        """;
    JsonNode rows = query(place, sql);
    assertEquals(
        "[[\"shop.raw\",false,null,null],[\"shop.orders\",false,\"shop.raw\",\"7\"],"
            + "[\"shop.report\",true,\"shop.orders\",\"9\"]]",
        rows.toString());
    JsonNode edges =
        query(place, "select from_entity, to_entity, runs from system.lineage.edges order by all");
    assertEquals(4, edges.size(), edges::toString);
    place.done("", "", "");
    JsonNode again =
        query(place, "select runs from system.lineage.edges where to_kind = 'ASSET' order by all");
    assertEquals("[[2],[2]]", again.toString());
  }

  private static JsonNode query(Place place, String sql) {
    String body =
        new String(Json.bytes(Map.of("freshness", "latest", "sql", sql)), StandardCharsets.UTF_8);
    return client.post("/api/v1/query", body, place.headers).expect(200).json().path("rows");
  }

  @Test
  void whatIsAskedWronglyIsRefused() {
    Place place = Place.of("wrong");
    place.refused("asset:shop.none").expect(404, "ASSET_NOT_FOUND");
    place.refused("table:lake.shop.none").expect(404, "TABLE_NOT_FOUND");
    place.refused("column:table:lake.shop.orders.none").expect(404, "COLUMN_NOT_FOUND");
    place.refused("column:asset:shop.orders.none").expect(404, "COLUMN_NOT_FOUND");
    for (String entity : List.of("shop.raw", "asset:shop", "table:a.b", "column:a.b.c.d", "x:y")) {
      place.refused(entity).expect(400, "INVALID_NAME");
    }
    for (String query :
        List.of(
            "direction=up", "depth=0", "depth=101", "depth=x", "asOf=x", "asOf=-1", "limit=1")) {
      place.refused("asset:shop.raw?" + query).expect(400, "INVALID_REQUEST");
    }
  }
}
