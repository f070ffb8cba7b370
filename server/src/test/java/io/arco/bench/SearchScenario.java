package io.arco.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.bench.HttpConnection.Response;
import io.arco.testing.Await;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Seeded queries among 100,000 tables of 10 columns: how long the index takes, and they. */
final class SearchScenario implements Scenario {
  private static final int TABLES = 100_000;
  private static final int WARM_UPS = 1_000;
  private static final int QUERIES = 1_000;
  private static final int UNAVAILABLE = 503;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String description() {
    return "an index of 100,000 tables of 10 columns: building it, its heap, 1,000 seeded queries";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.serverWith(TABLES);
        Clients clients = new Clients(server.url(), 1)) {
      Await.until("a table", () -> clients.send(Lab.get(1)).status() == 200);
      server.collectGarbage();
      double heapBefore = StoreRequests.heapBytes(clients);
      List<Measurement> measurements = new ArrayList<>();
      build(server, clients, measurements);
      server.collectGarbage();
      double heap = StoreRequests.heapBytes(clients) - heapBefore;
      measurements.add(Measurement.of(name(), "heap of the index", heap / (1 << 20), "MiB"));
      measure(clients, 1, WARM_UPS);
      double cpuBefore = server.cpuMillis();
      Latencies latencies = measure(clients, 2, QUERIES);
      double cpu = (server.cpuMillis() - cpuBefore) / QUERIES;
      measurements.add(Measurement.of(name(), "query p50", latencies.millis(50), "ms").atMost(10));
      measurements.add(Measurement.of(name(), "query p99", latencies.millis(99), "ms").atMost(50));
      measurements.add(Measurement.of(name(), "query, worst", latencies.millis(100), "ms"));
      measurements.add(Measurement.of(name(), "server's processor time", cpu, "ms/query"));
      return measurements;
    }
  }

  private void build(ServerProcess server, Clients clients, List<Measurement> into)
      throws Exception {
    Buffer first = request("q=" + SampleTables.name(TABLES - 1));
    double cpuBefore = server.cpuMillis();
    long began = System.nanoTime();
    Response answer = clients.send(first);
    while (answer.status() == UNAVAILABLE) {
      answer = clients.send(first);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (answer.status() != 200 || !answer.text().contains(SampleTables.name(TABLES - 1))) {
      throw new IllegalStateException(answer.text());
    }
    into.add(Measurement.of(name(), "index built", seconds, "s").atMost(20));
    into.add(
        Measurement.of(
            name(), "processor time of building", (server.cpuMillis() - cpuBefore) / 1_000, "s"));
  }

  private static Latencies measure(Clients clients, long seed, int count) {
    Iterator<String> queries = queries(new SplittableRandom(seed), count).iterator();
    Supplier<Buffer> next = () -> queries.hasNext() ? request(queries.next()) : null;
    Clients.Outcome outcome = clients.run(next);
    if (!outcome.statuses().keySet().equals(Set.of(200))) {
      throw new IllegalStateException("answers: " + outcome.statuses());
    }
    return outcome.latencies();
  }

  private static Buffer request(String query) {
    return HttpConnection.get("/api/v1/search?pageSize=20&" + query);
  }

  /** Names, beginnings, mistakes, columns that thousands have, two words, filters, nothing. */
  private static List<String> queries(SplittableRandom random, int count) {
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = SampleTables.name(random.nextInt(TABLES));
      String column =
          SampleTables.command(random.nextInt(TABLES)).columns().get(random.nextInt(10)).name();
      int kind = random.nextInt(100);
      if (kind < 30) {
        queries.add("q=" + name);
      } else if (kind < 45) {
        queries.add("q=" + name.substring(0, name.length() - 1));
      } else if (kind < 60) {
        int swapped = 1 + random.nextInt(name.length() - 2);
        queries.add(
            "q="
                + name.substring(0, swapped)
                + name.charAt(swapped + 1)
                + name.charAt(swapped)
                + name.substring(swapped + 2));
      } else if (kind < 75) {
        queries.add("q=" + column);
      } else if (kind < 85) {
        queries.add("q=" + URLEncoder.encode(name + " " + column, UTF_8));
      } else if (kind < 95) {
        queries.add("kind=table&q=" + column.substring(0, Math.min(3, column.length())));
      } else {
        queries.add("q=nothing" + random.nextInt(1_000));
      }
    }
    return queries;
  }
}
