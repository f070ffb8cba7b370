package io.arco.bench;

import static io.arco.bench.Measurement.median;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A thousand tables created from 64 connections, again and again. */
final class CreatesScenario implements Scenario {
  private static final int CONNECTIONS = 64;
  private static final int CREATES = 1_000;
  private static final int WARM_UPS = 20;
  private static final int ROUNDS = 7;

  @Override
  public String name() {
    return "creates";
  }

  @Override
  public String description() {
    return "1,000 table creates from 64 connections: journal puts, latencies, none lost or twice";
  }

  @Override
  public Profile profile() {
    return Profile.DELAY;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), CONNECTIONS)) {
      Lab.createParents(clients);
      for (int round = 0; round < WARM_UPS; round++) {
        round(clients, round);
      }
      List<Round> rounds = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(round(clients, WARM_UPS + round));
      }
      return measurements(rounds, wrong(clients, (WARM_UPS + ROUNDS) * CREATES));
    }
  }

  private record Round(StoreRequests requests, Clients.Outcome outcome) {}

  private static Round round(Clients clients, int round) {
    StoreRequests before = StoreRequests.of(clients);
    Clients.Outcome outcome = clients.run(creates(round * CREATES));
    if (!outcome.statuses().equals(Map.of(201, CREATES))) {
      throw new IllegalStateException("answers: " + outcome.statuses());
    }
    return new Round(StoreRequests.of(clients).since(before), outcome);
  }

  private static Supplier<Buffer> creates(int from) {
    Iterator<Buffer> requests =
        IntStream.range(from, from + CREATES).mapToObj(Lab::create).toList().iterator();
    return () -> requests.hasNext() ? requests.next() : null;
  }

  /** Tables that are not listed exactly once. */
  private static int wrong(Clients clients, int tables) {
    List<String> listed = new ArrayList<>();
    for (int schema = 0; schema < SampleTables.SCHEMAS; schema++) {
      listed.addAll(TableNames.all(clients, schema));
    }
    List<String> created =
        IntStream.range(0, tables).mapToObj(SampleTables::name).sorted().toList();
    int wrong = Math.abs(listed.size() - created.size());
    return listed.stream().sorted().toList().equals(created) ? 0 : Math.max(1, wrong);
  }

  private List<Measurement> measurements(List<Round> rounds, int wrong) {
    double[] puts = rounds.stream().mapToDouble(r -> r.requests().journalPuts()).toArray();
    double[] all = rounds.stream().mapToDouble(r -> r.requests().puts()).toArray();
    double[] rate = rounds.stream().mapToDouble(r -> r.outcome().perSecond()).toArray();
    return List.of(
        Measurement.of(name(), "journal puts, median of rounds", median(puts), "puts").atMost(60),
        Measurement.of(name(), "journal puts, worst round", max(puts), "puts").atMost(60),
        Measurement.of(name(), "all puts, median of rounds", median(all), "puts"),
        Measurement.of(name(), "p50, median of rounds", median(millis(rounds, 50)), "ms")
            .atMost(80),
        Measurement.of(name(), "p99, median of rounds", median(millis(rounds, 99)), "ms")
            .atMost(100),
        Measurement.of(name(), "p99, worst round", max(millis(rounds, 99)), "ms"),
        Measurement.of(name(), "throughput, median of rounds", median(rate), "creates/s"),
        Measurement.of(name(), "lost or twice", wrong, "tables").atMost(0));
  }

  private static double[] millis(List<Round> rounds, double percent) {
    return rounds.stream().mapToDouble(r -> r.outcome().latencies().millis(percent)).toArray();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
