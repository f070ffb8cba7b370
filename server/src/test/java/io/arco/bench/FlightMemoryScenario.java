package io.arco.bench;

import io.arco.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.flight.FlightStream;

/**
 * The memory of the shipped jar while it streams ten million rows of a user's Parquet file over
 * Flight SQL: to a client that reads at full speed, to one that stops reading, to one whose process
 * is killed, and after a hundred that cancel. The heap is touched before anything is measured and
 * can't grow, so what grows is outside of it.
 */
final class FlightMemoryScenario implements Scenario {
  /** All of the heap is resident from the start; how much of it is in use is told apart. */
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

  private static final int ROWS = 10_000_000;
  private static final String ALL = "select * from lake.main.numbers";
  private static final String FEW = ALL + " limit 100000";
  private static final int WARM_STREAMS = 200;
  private static final int BATCHES_BEFORE_STOPPING = 3;
  private static final int CANCELLED = 100;
  private static final int AT_ONCE = 4;
  private static final double MOST_GROWTH = 200;
  private static final double MOST_LEFT = 50;

  @Override
  public String name() {
    return "flight-memory";
  }

  @Override
  public String description() {
    return "memory while 10,000,000 rows are streamed: fast, slow, vanishing, cancelling clients";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    Path data = Files.createDirectories(lab.work().resolve("flight-memory-data"));
    numbers(data.resolve("numbers.parquet"));
    Map<String, String> settings =
        Map.of(
            "ARCO_DATA_ROOTS", data.toString(),
            "ARCO_SQL__MAX_ROWS", "100000000",
            "ARCO_SQL__MAX_RESULT_BYTES", "1073741824",
            "ARCO_SQL__TIMEOUT_MILLIS", "600000");
    Path store = lab.stores().fresh("flight-memory");
    try (ServerProcess server = ServerProcess.ofJar(lab.work(), lab.jar(), store, JVM, settings);
        Clients http = new Clients(server.url(), 1);
        FlightReader reader = new FlightReader(server.flightPort());
        ResidentMemory memory = new ResidentMemory(server.pid())) {
      register(http, data.resolve("numbers.parquet"));
      return new Session(server, http, reader, memory).measure();
    }
  }

  /** Written once; moved into place, so that a part of it is never taken for it. */
  private static void numbers(Path file) throws IOException, SQLException {
    if (Files.exists(file)) {
      return;
    }
    Path making = Path.of(file + ".making");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select range as n, hash(range) as mixed, range / 3.0 as third,"
              + " 'row ' || range as text from range("
              + ROWS
              + ")) to '"
              + making
              + "' (format parquet)");
    }
    Files.move(making, file);
  }

  private static void register(Clients http, Path file) {
    http.post("/api/v1/catalogs", Map.of("name", "lake"));
    http.post("/api/v1/catalogs/lake/schemas", Map.of("name", "main"));
    http.post(
        "/api/v1/catalogs/lake/schemas/main/tables",
        Map.of("name", "numbers", "format", "parquet", "location", file.toUri().toString()));
  }

  /** One server being measured. */
  private final class Session {
    private final ServerProcess server;
    private final Clients http;
    private final FlightReader reader;
    private final ResidentMemory memory;
    private final List<Measurement> measured = new ArrayList<>();
    private double baseline;

    Session(ServerProcess server, Clients http, FlightReader reader, ResidentMemory memory) {
      this.server = server;
      this.http = http;
      this.reader = reader;
      this.memory = memory;
    }

    List<Measurement> measure() throws Exception {
      atOnce(this::warm);
      rest();
      baseline = memory.megabytes();
      add("at rest, warm", baseline);
      growth("full speed", this::readAll);
      growth("slow client", () -> held(stream -> {}));
      growth("vanished client", this::vanish);
      growth(CANCELLED + " cancelled, one after another", () -> cancel(CANCELLED));
      left("left by those, at rest");
      growth(
          CANCELLED + " cancelled, " + AT_ONCE + " at once",
          () -> atOnce(() -> cancel(CANCELLED / AT_ONCE)));
      left("left by all, at rest");
      return measured;
    }

    private void add(String what, double megabytes) {
      measured.add(Measurement.of(name(), what, megabytes, "MB"));
    }

    /** How much more than at first is held at most while something is done. */
    private void growth(String what, Work work) throws Exception {
      memory.begin();
      work.run();
      double growth = memory.highest() - baseline;
      measured.add(Measurement.of(name(), what, growth, "MB more").atMost(MOST_GROWTH));
      rest();
    }

    private void left(String what) {
      double left = memory.megabytes() - baseline;
      measured.add(Measurement.of(name(), what, left, "MB more").atMost(MOST_LEFT));
    }

    /** Nothing runs, and what it left on the heap is collected. */
    private void rest() throws Exception {
      Await.until("no stream is open", () -> metric("arco_flight_streams") == 0);
      Await.until("its memory is given back", () -> metric("arco_flight_memory_bytes") == 0);
      server.collectGarbage();
    }

    private double metric(String family) {
      return StoreRequests.of(http, family);
    }

    private void readAll() throws Exception {
      long rows = reader.rows(ALL);
      if (rows != ROWS) {
        throw new IllegalStateException(rows + " rows came");
      }
    }

    /** Begins to read, reads no more until the server has nothing more to send, then ends it so. */
    private void held(Ending ending) throws Exception {
      try (FlightStream stream = reader.open(ALL)) {
        for (int i = 0; i < BATCHES_BEFORE_STOPPING; i++) {
          stream.next();
        }
        awaitHeldUp();
        ending.end(stream);
      }
    }

    /** The engine waits: between many looks no batch was sent. */
    private void awaitHeldUp() {
      Await.until(
          "the server is held up",
          () -> {
            double before = metric("arco_flight_batches_total");
            for (int i = 0; i < 100; i++) {
              metric("arco_flight_streams");
            }
            return metric("arco_flight_streams") > 0
                && metric("arco_flight_batches_total") == before;
          });
    }

    private void vanish() throws Exception {
      Process client = FlightReader.process(server.flightPort(), ALL, BATCHES_BEFORE_STOPPING);
      try (BufferedReader said =
          new BufferedReader(new InputStreamReader(client.getInputStream()))) {
        if (said.readLine() == null) {
          throw new IllegalStateException("the client that is to vanish has failed");
        }
        awaitHeldUp();
      } finally {
        client.destroyForcibly().waitFor();
      }
      Await.until("it is missed", () -> metric("arco_flight_streams") == 0);
    }

    /** All that is done later, with little data: what code and threads take is no growth. */
    private void warm() throws Exception {
      for (int i = 0; i < WARM_STREAMS / AT_ONCE; i++) {
        reader.rows(FEW);
        cancelled(FEW);
      }
    }

    private void cancel(int times) throws Exception {
      for (int i = 0; i < times; i++) {
        cancelled(ALL);
      }
    }

    private void cancelled(String sql) throws Exception {
      try (FlightStream stream = reader.open(sql)) {
        stream.next();
        stream.cancel("enough", null);
      }
    }

    private void atOnce(Work work) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
      try {
        Callable<Void> share =
            () -> {
              work.run();
              return null;
            };
        for (Future<Void> done : threads.invokeAll(Collections.nCopies(AT_ONCE, share))) {
          done.get();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @FunctionalInterface
  private interface Ending {
    void end(FlightStream stream) throws Exception;
  }
}
