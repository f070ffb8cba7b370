package io.arco.bench;

import io.arco.server.ArcoServer;
import io.arco.server.Configs;
import io.arco.testing.Await;
import java.net.URI;
import java.util.List;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Flight SQL against a bare Flight server that streams the same query, and against one that sends
 * batches it has, in turn; and one small query after another; servers and client in one process.
 */
final class FlightScenario implements Scenario {
  private static final String LARGE =
      "select range as n, range * 2 as twice, range / 3.0 as third, 'row ' || range as text"
          + " from range(3000000)";

  private static final String POINT =
      "select name, version from system.catalog.tables where name = 'none'";

  private static final int BATCH_ROWS = 32_768;
  private static final String BATCH = LARGE.replace("3000000", "" + BATCH_ROWS);
  private static final int BATCHES = 3_000_000 / BATCH_ROWS;
  private static final int ROUNDS = 7;
  private static final int WARM_POINTS = 500;
  private static final int POINTS = 2_000;

  @Override
  public String name() {
    return "flight";
  }

  @Override
  public String description() {
    return "Flight SQL: 3,000,000 rows against a bare Flight server in turn, and small queries";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    ArcoServer server =
        Await.value(
            ArcoServer.start(
                Configs.inMemory(
                    "flight.port", "0",
                    "sql.maxRows", "100000000",
                    "sql.maxResultBytes", "1073741824")));
    int port = URI.create(server.flightUrl().orElseThrow()).getPort();
    try (BufferAllocator allocator = new RootAllocator();
        BareFlight bare = new BareFlight(allocator, BATCH_ROWS, 2);
        FlightClient bareClient = client(allocator, bare.port());
        FlightSqlClient client = new FlightSqlClient(client(allocator, port))) {
      return measure(client, bareClient);
    } finally {
      Await.value(server.close());
    }
  }

  private static FlightClient client(BufferAllocator allocator, int port) {
    return FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build();
  }

  private List<Measurement> measure(FlightSqlClient client, FlightClient bareClient)
      throws Exception {
    double[] ratios = new double[ROUNDS];
    double[] ready = new double[ROUNDS];
    double[] rates = new double[ROUNDS];
    for (int i = -1; i < ROUNDS; i++) {
      Rate ours = rate(() -> stream(client, LARGE));
      Rate bare = rate(() -> bareClient.getStream(BareFlight.query(LARGE)));
      Rate made = rate(() -> bareClient.getStream(BareFlight.ready(BATCHES, BATCH)));
      if (i >= 0) {
        ratios[i] = ours.megabytesPerSecond() / bare.megabytesPerSecond();
        ready[i] = ours.megabytesPerSecond() / made.megabytesPerSecond();
        rates[i] = ours.megabytesPerSecond();
      }
    }
    for (int i = 0; i < WARM_POINTS; i++) {
      rate(() -> stream(client, POINT));
    }
    Latencies points = new Latencies();
    for (int i = 0; i < POINTS; i++) {
      points.add(rate(() -> stream(client, POINT)).nanos());
    }
    return List.of(
        Measurement.of(name(), "stream against a bare server", Measurement.median(ratios), "×")
            .atLeast(0.9),
        Measurement.of(name(), "against ready-made batches", Measurement.median(ready), "×")
            .atLeast(0.5),
        Measurement.of(name(), "stream", Measurement.median(rates), "MB/s"),
        Measurement.of(name(), "small query, p50", points.millis(50), "ms").atMost(5),
        Measurement.of(name(), "small query, p99", points.millis(99), "ms").atMost(20));
  }

  private static FlightStream stream(FlightSqlClient client, String sql) {
    FlightInfo info = client.execute(sql);
    return client.getStream(info.getEndpoints().get(0).getTicket());
  }

  /** How much came, and how long that took. */
  private record Rate(long bytes, long nanos) {
    double megabytesPerSecond() {
      return bytes * 1e3 / nanos;
    }
  }

  /** Opens a stream. */
  @FunctionalInterface
  private interface Opening {
    FlightStream open() throws Exception;
  }

  private static Rate rate(Opening opening) throws Exception {
    long began = System.nanoTime();
    long bytes = 0;
    try (FlightStream stream = opening.open()) {
      while (stream.next()) {
        bytes +=
            stream.getRoot().getFieldVectors().stream().mapToLong(v -> v.getBufferSize()).sum();
      }
    }
    return new Rate(bytes, System.nanoTime() - began);
  }
}
