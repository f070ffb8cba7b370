package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Tables as they were 10,000 commits ago, among 100,000 of 10 columns. */
final class AsOfScenario implements Scenario {
  private static final int TABLES = 100_000;
  private static final int COMMITS_BACK = 10_000;
  private static final int MORE_COMMITS = 200;
  private static final int ASKS = 50;
  private static final int WARM_ASKS = 20;
  private static final int STILL_BEING_BUILT = 503;

  @Override
  public String name() {
    return "as-of";
  }

  @Override
  public String description() {
    return "gets, lists, queries as of 10,000 commits back among 100,000 tables, cold and warm";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    List<Measurement> measurements = new ArrayList<>();
    Path store = lab.stores().copy(TABLES, "as-of");
    long head;
    try (ServerProcess server = ServerProcess.onStore(lab.work(), Profile.FILE, store);
        Clients clients = new Clients(server.url(), 1)) {
      Await.until("a table", () -> clients.send(Lab.get(1)).status() == 200);
      server.collectGarbage();
      double heapBefore = StoreRequests.heapBytes(clients);
      head = commit(clients);
      server.collectGarbage();
      double heap = StoreRequests.heapBytes(clients) - heapBefore;
      measurements.add(
          Measurement.of(name(), "heap of what is kept of the past", heap / (1 << 20), "MiB"));
      ask(clients, head - MORE_COMMITS, "", measurements);
    }
    try (ServerProcess server = ServerProcess.onStore(lab.work(), Profile.FILE, store);
        Clients clients = new Clients(server.url(), 1)) {
      Await.until("a table", () -> clients.send(Lab.get(1)).status() == 200);
      ask(clients, head - MORE_COMMITS, "after a start, ", measurements);
    }
    return measurements;
  }

  /** One commit after the other, each of one table; answers the last one's sequence. */
  private static long commit(Clients clients) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < COMMITS_BACK + MORE_COMMITS; i++) {
      int table = random.nextInt(TABLES);
      String[] path = Lab.tables(table).split("/");
      clients.post(
          "/api/v1/transactions",
          Map.of(
              "operations",
              List.of(
                  Map.of(
                      "operation",
                      "alterTable",
                      "path",
                      Map.of(
                          "catalog",
                          SampleTables.CATALOG,
                          "schema",
                          path[path.length - 2],
                          "table",
                          SampleTables.name(table)),
                      "body",
                      Map.of("comment", "comment " + i)))));
    }
    String sql =
        "{\"sql\":\"select max(sequence) from system.audit.commits\",\"freshness\":\"latest\"}";
    JsonNode rows = Json.tree(query(clients, sql, "").getBytes()).path("rows");
    return rows.get(0).get(0).asLong();
  }

  private void ask(Clients clients, long newest, String when, List<Measurement> into) {
    SplittableRandom random = new SplittableRandom(2);
    List<Buffer> requests = new ArrayList<>();
    for (int i = 0; i < ASKS; i++) {
      // Distinct, and none of those that are kept as they pass, which would be warm at once.
      long sequence = newest - COMMITS_BACK + 1 + 3L * i;
      int table = random.nextInt(TABLES);
      String path = Lab.tables(table) + "/" + SampleTables.name(table) + "?asOf=" + sequence;
      requests.add(HttpConnection.get(path));
    }
    double first = send(clients, requests.get(0));
    Latencies cold = new Latencies();
    requests.subList(1, ASKS).forEach(request -> cold.add((long) (send(clients, request) * 1e6)));
    Latencies warm = new Latencies();
    for (int i = 0; i < WARM_ASKS; i++) {
      requests.forEach(request -> warm.add((long) (send(clients, request) * 1e6)));
    }
    Measurement firstCold = Measurement.of(name(), when + "first get, cold", first, "ms");
    into.add(when.isEmpty() ? firstCold.atMost(300) : firstCold);
    into.add(Measurement.of(name(), when + "get, cold p50", cold.millis(50), "ms").atMost(300));
    into.add(Measurement.of(name(), when + "get, cold, worst", cold.millis(100), "ms").atMost(300));
    into.add(Measurement.of(name(), when + "get, warm p50", warm.millis(50), "ms").atMost(2));
    into.add(Measurement.of(name(), when + "get, warm p99", warm.millis(99), "ms").atMost(2));
    String sql = "{\"sql\":\"select count(*) from system.catalog.tables\"}";
    String asOf = "?asOf=" + (newest - COMMITS_BACK + 1);
    into.add(Measurement.of(name(), when + "query, cold", timed(clients, sql, asOf), "ms"));
    into.add(Measurement.of(name(), when + "query, warm", timed(clients, sql, asOf), "ms"));
  }

  private static double timed(Clients clients, String sql, String asOf) {
    long began = System.nanoTime();
    query(clients, sql, asOf);
    return (System.nanoTime() - began) / 1e6;
  }

  private static String query(Clients clients, String sql, String asOf) {
    HttpConnection.Response answer =
        clients.send(HttpConnection.post("/api/v1/query" + asOf, sql.getBytes()));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return answer.text();
  }

  private static double send(Clients clients, Buffer request) {
    long began = System.nanoTime();
    HttpConnection.Response answer = clients.send(request);
    while (answer.status() == STILL_BEING_BUILT) {
      answer = clients.send(request);
    }
    double millis = (System.nanoTime() - began) / 1e6;
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return millis;
  }
}
