package io.arco.bench;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Properties;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * A Flight server that streams whatever SQL a ticket holds, with nothing around it; or the first
 * batch of it again and again, so that no engine has a part in it.
 */
final class BareFlight implements AutoCloseable {
  private static final long STALL_MILLIS = 60_000;

  private static final String READY = " times the batch of ";

  private final FlightServer server;
  private final DuckDBConnection base;

  /**
   * One on the loopback.
   *
   * @param batchRows rows of a batch
   * @param threads of the engine
   */
  BareFlight(BufferAllocator allocator, int batchRows, int threads) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    base = DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    base.createStatement().execute("SET threads=" + threads);
    server =
        FlightServer.builder(
                allocator,
                Location.forGrpcInsecure("127.0.0.1", 0),
                new NoOpFlightProducer() {
                  @Override
                  public void getStream(
                      CallContext call, Ticket ticket, ServerStreamListener client) {
                    CallbackBackpressureStrategy pressure = new CallbackBackpressureStrategy();
                    pressure.register(client);
                    new Thread(() -> stream(ticket, client, pressure, allocator, batchRows))
                        .start();
                  }
                })
            .build()
            .start();
  }

  private void stream(
      Ticket ticket,
      org.apache.arrow.flight.FlightProducer.ServerStreamListener client,
      BackpressureStrategy pressure,
      BufferAllocator allocator,
      int batchRows) {
    String[] asked = new String(ticket.getBytes(), StandardCharsets.UTF_8).split(READY, 2);
    String sql = asked[asked.length - 1];
    int repeats = asked.length == 1 ? 1 : Integer.parseInt(asked[0]);
    try (DuckDBConnection connection = base.duplicate().unwrap(DuckDBConnection.class);
        PreparedStatement statement = connection.prepareStatement(sql);
        DuckDBResultSet rows = statement.executeQuery().unwrap(DuckDBResultSet.class);
        ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, batchRows)) {
      client.start(reader.getVectorSchemaRoot());
      while (reader.loadNextBatch()) {
        for (int i = 0; i < repeats; i++) {
          if (pressure.waitForListener(STALL_MILLIS) != WaitResult.READY) {
            return;
          }
          client.putNext();
        }
      }
      client.completed();
    } catch (Exception e) {
      client.error(e);
    }
  }

  /** The ticket of a query. */
  static Ticket query(String sql) {
    return new Ticket(sql.getBytes(StandardCharsets.UTF_8));
  }

  /** The ticket of a query whose batches are made once, and sent so many times each. */
  static Ticket ready(int times, String sql) {
    return query(times + READY + sql);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() throws Exception {
    server.close();
    base.close();
  }
}
