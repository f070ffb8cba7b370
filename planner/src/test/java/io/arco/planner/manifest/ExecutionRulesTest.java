package io.arco.planner.manifest;

import static io.arco.planner.manifest.Manifests.asset;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.manifest.CheckSpec.Severity;
import io.arco.planner.manifest.Manifests.AssetBuilder;
import io.arco.planner.manifest.RetryPolicy.Backoff;
import io.arco.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an asset's tasks are done: what a manifest says of it, and what it may say. */
class ExecutionRulesTest {
  private static Asset good(AssetBuilder asset) {
    return ManifestRules.check(Manifests.of(asset.build()), ManifestLimits.DEFAULT).assets().get(0);
  }

  private static AssetBuilder one() {
    return asset("a.x");
  }

  /** What is wrong: each place, and what would be taken there. */
  @SuppressWarnings("unchecked")
  private static List<String> wrong(AssetBuilder asset) {
    ProblemException refused = assertThrows(ProblemException.class, () -> good(asset));
    List<Map<String, Object>> problems =
        (List<Map<String, Object>>) refused.problem().details().get("problems");
    return problems.stream()
        .map(problem -> ((String) problem.get("field")).substring("/assets/0".length()))
        .toList();
  }

  @Test
  void an_asset_that_says_nothing_has_defaults_and_the_hash_it_had_before_there_were_any() {
    Asset asset = good(one());
    assertNull(asset.retry());
    assertNull(asset.timeouts());
    assertNull(asset.checks());
    assertNull(asset.payload());
    assertEquals(RetryPolicy.DEFAULT, asset.retryPolicy());
    assertEquals(Timeouts.DEFAULT, asset.timeoutsOrDefault());
    assertEquals(List.of(), asset.checkList());
    Manifest manifest = new Manifest(null, null, List.of(asset));
    String json =
        "{\"assets\":[{\"key\":\"a.x\",\"kind\":\"sql\",\"owners\":[],\"tags\":{},"
            + "\"partitions\":[],\"dependencies\":[]}]}";
    assertEquals(Hash.of(json.getBytes(UTF_8)), manifest.contentHash());
    assertEquals(asset, good(one().checks("[]").retry("null").payload("null")));
  }

  @Test
  void what_is_not_said_of_retries_is_filled_in() {
    assertEquals(
        new RetryPolicy(5, "PT1M", Backoff.EXPONENTIAL, "PT5M", 0.2),
        good(one().retry("{\"maxAttempts\":5,\"delay\":\"PT60S\"}")).retry());
    assertEquals(
        new RetryPolicy(3, "PT10M", Backoff.FIXED, "PT10M", 0),
        good(one().retry("{\"delay\":\"PT10M\",\"backoff\":\"FIXED\",\"jitter\":0}")).retry());
    assertEquals(RetryPolicy.DEFAULT, good(one().retry("{}")).retry());
  }

  @Test
  void every_field_of_retries_is_judged() {
    assertEquals(
        List.of(
            "/retry/more",
            "/retry/maxAttempts",
            "/retry/delay",
            "/retry/maxDelay",
            "/retry/backoff",
            "/retry/jitter"),
        wrong(
            one()
                .retry(
                    "{\"maxAttempts\":0,\"delay\":\"soon\",\"maxDelay\":\"P31D\","
                        + "\"backoff\":\"LINEAR\",\"jitter\":1.1,\"more\":1}")));
    assertEquals(List.of("/retry/maxAttempts"), wrong(one().retry("{\"maxAttempts\":101}")));
    assertEquals(List.of("/retry/maxAttempts"), wrong(one().retry("{\"maxAttempts\":1.5}")));
    assertEquals(List.of("/retry/delay"), wrong(one().retry("{\"delay\":\"-PT1S\"}")));
    assertEquals(List.of("/retry/delay"), wrong(one().retry("{\"delay\":\"PT0.0001S\"}")));
    assertEquals(
        List.of("/retry/maxDelay"),
        wrong(one().retry("{\"delay\":\"PT2S\",\"maxDelay\":\"PT1S\"}")));
    assertEquals(List.of("/retry"), wrong(one().retry("[]")));
  }

  @Test
  void timeouts_are_a_second_to_thirty_days() {
    assertEquals(
        new Timeouts("PT1S", "PT1M", "PT720H", "PT30S"),
        good(one().timeouts("{\"start\":\"PT1S\",\"execution\":\"P30D\"}")).timeouts());
    assertEquals(
        List.of("/timeouts/start", "/timeouts/heartbeat", "/timeouts/execution"),
        wrong(
            one()
                .timeouts(
                    "{\"start\":\"PT0.999S\",\"heartbeat\":\"PT720H0.001S\",\"execution\":5}")));
    assertEquals(List.of("/timeouts/cancelGrace"), wrong(one().timeouts("{\"cancelGrace\":\"\"}")));
  }

  @Test
  void checks_are_sorted_by_name_and_their_parameters_judged_by_kind() {
    Asset asset =
        good(
            one()
                .checks(
                    """
                    [{"name":"rows","kind":"row_count","severity":"WARNING",
                      "parameters":{"min":1,"max":10}},
                     {"name":"keys","kind":"unique","parameters":{"columns":["a","b"]}},
                     {"name":"any","kind":"sql","severity":"CRITICAL",
                      "parameters":{"sql":"select 1\\nwhere false"}}]
                    """));
    assertEquals(
        List.of("any", "keys", "rows"), asset.checks().stream().map(CheckSpec::name).toList());
    assertEquals(Severity.ERROR, asset.checks().get(1).severity());
    assertEquals("{\"max\":10,\"min\":1}", asset.checks().get(2).parameters().toString());
    assertEquals(
        List.of(
            "/checks/0/parameters",
            "/checks/1/parameters/columns",
            "/checks/2/parameters/sql",
            "/checks/3/kind",
            "/checks/4/name",
            "/checks/5",
            "/checks/6/parameters/min",
            "/checks/7/parameters",
            "/checks/8/severity",
            "/checks/10/name"),
        wrong(
            one()
                .checks(
                    """
                    [{"name":"a","kind":"row_count","parameters":{"min":2,"max":1}},
                     {"name":"b","kind":"not_null","parameters":{}},
                     {"name":"c","kind":"sql","parameters":{"sql":" "}},
                     {"name":"d","kind":"freshness","parameters":{}},
                     {"name":"No","kind":"row_count","parameters":{"min":1}},
                     "check",
                     {"name":"f","kind":"row_count","parameters":{"min":-1}},
                     {"name":"g","kind":"sql"},
                     {"name":"h","kind":"sql","severity":"BAD","parameters":{"sql":"x"}},
                     {"name":"i","kind":"row_count","parameters":{"min":1}},
                     {"name":"i","kind":"row_count","parameters":{"min":1}}]
                    """)));
    assertEquals(List.of("/checks"), wrong(one().checks("{}")));
  }

  @Test
  void checks_and_their_columns_are_counted() {
    StringBuilder many = new StringBuilder("[");
    for (int i = 0; i < 65; i++) {
      many.append(i == 0 ? "" : ",");
      many.append("{\"name\":\"c").append(i);
      many.append("\",\"kind\":\"row_count\",\"parameters\":{\"min\":1}}");
    }
    assertEquals(List.of("/checks"), wrong(one().checks(many.append("]").toString())));
  }

  @Test
  void a_payload_is_any_object_of_bounded_size_and_depth_with_its_fields_sorted() {
    assertEquals(
        "{\"a\":{\"x\":[1,null],\"y\":\"é\"},\"b\":2.5}",
        good(one().payload("{\"b\":2.5,\"a\":{\"y\":\"é\",\"x\":[1,null]}}")).payload().toString());
    assertEquals(List.of("/payload"), wrong(one().payload("[1]")));
    assertEquals(List.of("/payload"), wrong(one().payload("{\"a\":\"\\ud800\"}")));
    assertEquals(
        List.of("/payload"), wrong(one().payload("{\"a\":\"" + "x".repeat(64 << 10) + "\"}")));
    String deep = "{\"a\":".repeat(31) + "{}" + "}".repeat(31);
    assertEquals(deep, good(one().payload(deep)).payload().toString());
    // What is deployed can be read again as part of a commit.
    Manifest manifest = new Manifest(null, null, List.of(good(one().payload(deep))));
    assertEquals(manifest, Json.read(Json.bytes(manifest), Manifest.class));
    assertEquals(List.of("/payload"), wrong(one().payload("{\"a\":" + deep + "}")));
  }
}
