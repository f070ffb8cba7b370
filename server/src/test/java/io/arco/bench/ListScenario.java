package io.arco.bench;

import java.util.List;

/** The 10,000 tables of one schema among ten, page by page. */
final class ListScenario implements Scenario {
  private static final int TABLES = 100_000;
  private static final int WARM_UPS = 15;
  private static final int WALKS = 15;

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String description() {
    return "ten pages of 1,000 tables each among 100,000: a page, and the whole walk";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.serverWith(TABLES);
        Clients clients = new Clients(server.url(), 1)) {
      walks(clients, WARM_UPS, new Latencies(), new Latencies());
      Latencies pages = new Latencies();
      Latencies walks = new Latencies();
      walks(clients, WALKS, pages, walks);
      return List.of(
          Measurement.of(name(), "page p50", pages.millis(50), "ms"),
          Measurement.of(name(), "page p99", pages.millis(99), "ms"),
          Measurement.of(name(), "ten pages p50, parsed", walks.millis(50), "ms"));
    }
  }

  private static void walks(Clients clients, int count, Latencies pages, Latencies walks) {
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      int listed = TableNames.pages(clients, i, pages).size();
      walks.add(System.nanoTime() - began);
      if (listed != TABLES / SampleTables.SCHEMAS) {
        throw new IllegalStateException(listed + " tables are listed");
      }
    }
  }
}
