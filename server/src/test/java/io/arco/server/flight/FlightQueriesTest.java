package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.testing.Await;
import java.nio.file.Path;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over Flight SQL among the queries of the server. */
final class FlightQueriesTest {
  @TempDir Path directory;

  @Test
  void aStreamIsListedAndEndedOverRest() throws Exception {
    try (FlightFixture flight =
        new FlightFixture(
            directory,
            "sql.maxRows",
            "100000000",
            "sql.timeoutMillis",
            "3600000",
            "sql.maxResultBytes",
            "1099511627776")) {
      assertEquals(1, flight.rows("select 1").size());
      assertEquals("succeeded", newest(flight).get("state").asText());
      FlightInfo info =
          flight.client.execute("select a.range as n from range(100000) a, range(100000) b");
      try (FlightStream stream = flight.client.getStream(info.getEndpoints().get(0).getTicket())) {
        assertTrue(stream.next());
        JsonNode told = newest(flight);
        assertEquals("flight", told.get("kind").asText());
        assertEquals("running", told.get("state").asText());
        Await.until("rows", () -> newest(flight).get("rows").asLong() > 0);
        String path = "/api/v1/queries/" + told.get("id").asText();
        assertEquals(
            "cancelled", flight.http().delete(path).expect(200).json().get("state").asText());
        assertEquals(0, flight.engine.running());
        FlightRuntimeException failure =
            assertThrows(
                FlightRuntimeException.class,
                () -> {
                  while (stream.next()) {
                    assertTrue(stream.getRoot().getRowCount() > 0);
                  }
                });
        assertEquals(FlightStatusCode.CANCELLED, failure.status().code());
      }
    }
  }

  private static JsonNode newest(FlightFixture flight) {
    return flight.http().get("/api/v1/queries").expect(200).json().at("/items/0");
  }
}
