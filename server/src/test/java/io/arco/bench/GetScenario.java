package io.arco.bench;

import static io.arco.bench.Measurement.median;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tables by name, at random, among 100,000: one caller, then 64. */
final class GetScenario implements Scenario {
  private static final int TABLES = 100_000;
  private static final int CONNECTIONS = 64;
  private static final int WARM_UP_SECONDS = 10;
  private static final int ROUND_SECONDS = 4;
  private static final int ROUNDS = 5;

  private final List<Buffer> requests = new ArrayList<>();

  @Override
  public String name() {
    return "get";
  }

  @Override
  public String description() {
    return "a table by name among 100,000: 1 connection p50/p99, 64 connections requests/s";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      requests.add(Lab.get(random.nextInt(TABLES)));
    }
    try (ServerProcess server = lab.serverWith(TABLES)) {
      List<Measurement> measurements = new ArrayList<>();
      try (Clients many = new Clients(server.url(), CONNECTIONS)) {
        measure(many, WARM_UP_SECONDS);
        double[] rates = new double[ROUNDS];
        double[] p99 = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
          double before = server.cpuMillis();
          Clients.Outcome outcome = measure(many, ROUND_SECONDS);
          cpu[i] = (server.cpuMillis() - before) * 1_000 / outcome.latencies().count();
          rates[i] = outcome.perSecond();
          p99[i] = outcome.latencies().millis(99);
        }
        measurements.add(
            Measurement.of(name(), "64 connections, median", median(rates), "requests/s")
                .atLeast(15_000));
        measurements.add(Measurement.of(name(), "64 connections p99, median", median(p99), "ms"));
        measurements.add(
            Measurement.of(name(), "server's processor time, median", median(cpu), "µs/request"));
      }
      try (Clients one = new Clients(server.url(), 1)) {
        measure(one, ROUND_SECONDS);
        Latencies latencies = measure(one, ROUND_SECONDS).latencies();
        measurements.add(
            Measurement.of(name(), "1 connection p50", latencies.millis(50), "ms").atMost(1));
        measurements.add(Measurement.of(name(), "1 connection p99", latencies.millis(99), "ms"));
      }
      return measurements;
    }
  }

  private Clients.Outcome measure(Clients clients, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int[] next = {0};
    Supplier<Buffer> random =
        () -> System.nanoTime() < end ? requests.get(next[0]++ % requests.size()) : null;
    Clients.Outcome outcome = clients.run(random);
    if (!outcome.statuses().keySet().equals(Set.of(200))) {
      throw new IllegalStateException("answers: " + outcome.statuses());
    }
    return outcome;
  }
}
