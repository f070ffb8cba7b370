package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.data.S3Tables;
import io.arco.testing.Await;
import io.grpc.Context;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are cancelled while their files are copied, from a bucket that is slow to answer. */
final class AbandonedStreamTest {
  private static final String SQL = "select sum(v) from lake.main.parts";
  private static final int FILES = 4;

  /** What the bucket is asked for one query: a list, and each file. */
  private static final int GETS = 1 + FILES;

  @TempDir Path directory;
  private S3Tables bucket;
  private FlightFixture flight;

  @BeforeEach
  void start() {
    bucket = new S3Tables();
    put(1);
    flight =
        new FlightFixture(
            directory, "dataBuckets", bucket.location, "sql.timeoutMillis", "3600000");
    String body =
        FlightFixture.json(
            Map.of("name", "parts", "format", "parquet", "location", bucket.root + "/parts"));
    flight.http().post("/api/v1/catalogs/lake/schemas/main/tables", body).expect(201);
  }

  @AfterEach
  void stop() {
    bucket.s3.letGo();
    flight.close();
    bucket.close();
  }

  /** Files of new versions: what was copied of others is of no use. */
  private void put(int version) {
    for (int i = 0; i < FILES; i++) {
      String select = "select " + i + " as v, " + version + " as version";
      bucket.parquet(directory, "parts/" + i + ".parquet", select);
    }
  }

  private int gets() {
    return bucket.s3.requests("GET");
  }

  private JsonNode newest() {
    return flight.http().get("/api/v1/queries").expect(200).json().at("/items/0");
  }

  /** The info of the query, whose files are changed then, the first of them out of reach. */
  private FlightInfo described() {
    FlightInfo info = flight.client.execute(SQL);
    assertEquals(GETS, gets());
    put(2);
    bucket.s3.hold("GET", "0.parquet");
    return info;
  }

  private void awaitCancelled() {
    Await.until("it is over", () -> newest().path("state").asText().equals("cancelled"));
    assertEquals("QUERY_CANCELLED", newest().path("code").asText());
    assertEquals("flight", newest().path("kind").asText());
    assertEquals(0, flight.flight.streams());
  }

  /** Lets the bucket answer, and asks again: what is fetched for that is all there is. */
  private void assertNoMoreGets(int soFar) {
    bucket.s3.letGo();
    assertEquals(List.of(List.of("6")), flight.rows(SQL));
    // Once to be described, when they are copied, and a list for the stream.
    assertEquals(GETS + 1, gets() - soFar);
  }

  @Test
  void aStreamThatItsClientCancelsFetchesNoMore() throws Exception {
    FlightInfo info = described();
    try (FlightStream stream = flight.client.getStream(info.getEndpoints().get(0).getTicket())) {
      Await.until("the bucket is asked", () -> gets() == GETS + 2);
      assertEquals("running", newest().path("state").asText());
      stream.cancel("enough", null);
      awaitCancelled();
    }
    assertNoMoreGets(GETS + 2);
  }

  @Test
  void aStreamThatIsCancelledByItsInfoFetchesNoMore() throws Exception {
    FlightInfo info = described();
    try (FlightStream stream = flight.client.getStream(info.getEndpoints().get(0).getTicket())) {
      Await.until("the bucket is asked", () -> gets() == GETS + 2);
      assertEquals(
          CancelStatus.CANCELLED,
          flight.client.cancelFlightInfo(new CancelFlightInfoRequest(info)).getStatus());
      FlightRuntimeException failure = assertThrows(FlightRuntimeException.class, stream::next);
      assertEquals(FlightStatusCode.CANCELLED, failure.status().code());
      awaitCancelled();
    }
    assertNoMoreGets(GETS + 2);
  }

  @Test
  void aCallForTheColumnsThatItsClientCancelsFetchesNoMore() {
    bucket.s3.hold("GET", "0.parquet");
    Context.CancellableContext call = Context.current().withCancellation();
    CompletableFuture<FlightRuntimeException> failure =
        CompletableFuture.supplyAsync(
            () -> {
              Context before = call.attach();
              try {
                return assertThrows(FlightRuntimeException.class, () -> flight.client.execute(SQL));
              } finally {
                call.detach(before);
              }
            });
    Await.until("the bucket is asked", () -> gets() == 2);
    call.cancel(null);
    assertEquals(FlightStatusCode.CANCELLED, failure.join().status().code());
    Await.until("nobody looks for files", () -> !isFindingFiles());
    assertNoMoreGets(2);
  }

  private static boolean isFindingFiles() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals("io.arco.server.data.Planning"));
  }
}
