package io.arco.bench;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One caller creates one table after the other, and nobody else does anything. */
final class LoneCreateScenario implements Scenario {
  private static final int WARM_UPS = 300;
  private static final int CREATES = 200;

  private int next;

  @Override
  public String name() {
    return "lone-create";
  }

  @Override
  public String description() {
    return "one table create at a time: its latency, in put latencies";
  }

  @Override
  public Profile profile() {
    return Profile.DELAY;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), 1)) {
      Lab.createParents(clients);
      clients.run(creates(WARM_UPS));
      StoreRequests before = StoreRequests.of(clients);
      Clients.Outcome outcome = clients.run(creates(CREATES));
      StoreRequests requests = StoreRequests.of(clients).since(before);
      if (!outcome.statuses().equals(Map.of(201, CREATES))) {
        throw new IllegalStateException("answers: " + outcome.statuses());
      }
      return measurements(lab.profile(), outcome.latencies(), requests);
    }
  }

  private List<Measurement> measurements(
      Profile profile, Latencies latencies, StoreRequests requests) {
    double perCreate = requests.journalPuts() / (double) CREATES;
    Measurement puts = Measurement.of(name(), "journal puts per create", perCreate, "puts");
    Measurement p50 = Measurement.of(name(), "p50", latencies.millis(50), "ms");
    Measurement p99 = Measurement.of(name(), "p99", latencies.millis(99), "ms");
    if (profile.delayMillis() == 0) {
      return List.of(puts.atMost(1), p50, p99);
    }
    double inPuts = latencies.millis(50) / profile.delayMillis();
    Measurement relative = Measurement.of(name(), "p50 in put latencies", inPuts, "puts");
    return List.of(puts.atMost(1), p50, p99, relative.atMost(1.5));
  }

  private Supplier<Buffer> creates(int count) {
    int end = next + count;
    return () -> next < end ? Lab.create(next++) : null;
  }
}
