package io.arco.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A client of Flight SQL that counts rows; as a process of its own, one that may be killed. */
public final class FlightReader implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final FlightSqlClient client;

  FlightReader(int port) {
    client =
        new FlightSqlClient(
            FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build());
  }

  /**
   * Reads a few batches, says so, and reads no more until the process is ended. Arguments: the
   * port, the query, how many batches.
   */
  public static void main(String[] arguments) throws Exception {
    try (FlightReader reader = new FlightReader(Integer.parseInt(arguments[0]));
        FlightStream stream = reader.open(arguments[1])) {
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        stream.next();
      }
      System.out.println("reads no more");
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  /** Starts {@link #main} in a process of its own. */
  static Process process(int port, String sql, int batches) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                FlightReader.class.getName(),
                Integer.toString(port),
                sql,
                Integer.toString(batches)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Begins to stream a query. */
  FlightStream open(String sql) {
    FlightInfo info = client.execute(sql);
    return client.getStream(info.getEndpoints().get(0).getTicket());
  }

  /** Reads a query as fast as it can, and says how many rows there were. */
  long rows(String sql) throws Exception {
    long rows = 0;
    try (FlightStream stream = open(sql)) {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
    }
    return rows;
  }

  @Override
  public void close() throws Exception {
    client.close();
    allocator.close();
  }
}
