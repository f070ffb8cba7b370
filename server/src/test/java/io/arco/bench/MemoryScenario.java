package io.arco.bench;

import io.arco.testing.Await;
import java.util.List;

/** The heap that 100,000 tables take. */
final class MemoryScenario implements Scenario {
  private static final int TABLES = 100_000;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return "the heap after loading 100,000 tables and a full collection";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    double empty;
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), 1)) {
      empty = heap(server, clients);
    }
    try (ServerProcess server = lab.serverWith(TABLES);
        Clients clients = new Clients(server.url(), 1)) {
      Await.until("a table", () -> clients.send(Lab.get(1)).status() == 200);
      double loaded = heap(server, clients);
      return List.of(
          Measurement.of(name(), "heap, no tables", empty / (1 << 20), "MiB"),
          Measurement.of(name(), "heap, 100,000 tables", loaded / (1 << 20), "MiB"),
          Measurement.of(name(), "per table", (loaded - empty) / TABLES, "bytes"));
    }
  }

  private static double heap(ServerProcess server, Clients clients) throws Exception {
    server.collectGarbage();
    return StoreRequests.heapBytes(clients);
  }
}
