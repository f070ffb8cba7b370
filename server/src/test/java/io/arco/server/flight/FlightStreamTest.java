package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Await;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the engine when a client cancels, is slow, vanishes or runs out of time. */
final class FlightStreamTest {
  /** Its first batch comes at once, its last never. */
  private static final String ENDLESS =
      "select a.range as n from range(10000) a, range(10000) b, range(10000) c";

  /** Works for ever before its first batch. */
  private static final String BUSY =
      "select count(*) from range(10000) a, range(10000) b, range(10000) c"
          + " where a.range + b.range + c.range = -1";

  @TempDir Path directory;
  private FlightFixture flight;

  @BeforeEach
  void start() {
    flight =
        new FlightFixture(
            directory,
            "sql.maxRows",
            "100000000",
            "sql.maxResultBytes",
            "1073741824",
            "sql.timeoutMillis",
            "3600000");
  }

  @AfterEach
  void stop() {
    flight.close();
  }

  private static FlightStream stream(FlightSqlClient client, String sql) {
    FlightInfo info = client.execute(sql);
    return client.getStream(info.getEndpoints().get(0).getTicket());
  }

  private void awaitRunning(int queries) {
    Await.until(queries + " queries run", () -> flight.engine.running() == queries);
  }

  private void awaitFreed() {
    awaitRunning(0);
    Await.until("no stream is open", () -> flight.flight.streams() == 0);
    Await.until("memory is given back", () -> flight.flight.allocatedBytes() == 0);
  }

  @Test
  void aCancelledStreamStopsTheEngine() throws Exception {
    try (FlightStream stream = stream(flight.client, ENDLESS)) {
      assertTrue(stream.next());
      awaitRunning(1);
      stream.cancel("enough", null);
      awaitFreed();
    }
  }

  @Test
  void anEngineThatHasNoBatchYetIsStoppedToo() throws Exception {
    FlightStream stream = stream(flight.client, BUSY);
    awaitRunning(1);
    stream.cancel("enough", null);
    awaitFreed();
    assertThrows(FlightRuntimeException.class, stream::next);
    stream.close();
  }

  @Test
  void aStreamIsCancelledByItsInfo() throws Exception {
    FlightInfo info = flight.client.execute(BUSY);
    try (FlightStream stream = flight.client.getStream(info.getEndpoints().get(0).getTicket())) {
      awaitRunning(1);
      var other = FlightFixture.headers("x-arco-workspace", "other");
      var request = new CancelFlightInfoRequest(info);
      assertEquals(
          CancelStatus.NOT_CANCELLABLE, flight.client.cancelFlightInfo(request, other).getStatus());
      assertEquals(1, flight.engine.running());
      assertEquals(CancelStatus.CANCELLED, flight.client.cancelFlightInfo(request).getStatus());
      awaitFreed();
      FlightRuntimeException failure = assertThrows(FlightRuntimeException.class, stream::next);
      assertEquals(FlightStatusCode.CANCELLED, failure.status().code());
    }
  }

  @Test
  void theClientsDeadlineStopsTheEngine() throws Exception {
    FlightInfo info = flight.client.execute(BUSY);
    try (FlightStream stream =
        flight.client.getStream(
            info.getEndpoints().get(0).getTicket(),
            CallOptions.timeout(300, TimeUnit.MILLISECONDS))) {
      FlightRuntimeException failure = assertThrows(FlightRuntimeException.class, stream::next);
      assertEquals(FlightStatusCode.TIMED_OUT, failure.status().code());
    }
    awaitFreed();
  }

  @Test
  void aSlowClientHoldsUpTheEngineAndNothingPilesUp() throws Exception {
    try (FlightStream stream = stream(flight.client, ENDLESS)) {
      assertTrue(stream.next());
      Await.until("the transport is full", this::isHeldUp);
      long sent = flight.flight.batches();
      long batchBytes = 32_768 * 8;
      assertTrue(sent * batchBytes < 16L << 20, sent + " batches were sent unasked");
      assertTrue(flight.flight.allocatedBytes() < 8L << 20, flight.flight.allocatedBytes() + "");
      for (int i = 0; i < 200; i++) {
        assertTrue(stream.next());
      }
      Await.until("it goes on", () -> flight.flight.batches() >= 200);
      stream.cancel("enough", null);
    }
    awaitFreed();
  }

  /** No batch was sent while a metadata call, which takes its time, was answered several times. */
  private boolean isHeldUp() {
    long before = flight.flight.batches();
    for (int i = 0; i < 20; i++) {
      flight.rows(flight.client.getTableTypes());
    }
    return before > 0 && flight.flight.batches() == before;
  }

  @Test
  void nothingIsLeftOfAClientThatVanishes() throws Exception {
    try (CuttableLine line = new CuttableLine(flight.flight.port());
        FlightSqlClient vanishing = new FlightSqlClient(flight.connect(line.port()));
        FlightStream first = stream(vanishing, ENDLESS);
        FlightStream second = stream(vanishing, BUSY)) {
      vanishing.prepare("select ?");
      assertTrue(first.next());
      awaitRunning(2);
      line.cut();
      awaitFreed();
      assertThrows(FlightRuntimeException.class, second::next);
    }
  }

  @Test
  void aHundredCancelledLeaveNothing() throws Exception {
    for (int i = 0; i < 100; i++) {
      try (FlightStream stream = stream(flight.client, ENDLESS)) {
        assertTrue(stream.next());
        stream.cancel("enough", null);
      }
    }
    awaitFreed();
  }
}
