package io.arco.server.data;

import io.arco.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in a bucket that takes requests and never answers. */
final class SilentBucketTest {
  /** More than there are threads that find files. */
  private static final int QUERIES = 9;

  private static final String HERE = "select v from lake.main.here";

  @TempDir Path directory;

  @Test
  void aQueryEndsInItsTimeAndHoldsUpNobody() throws IOException {
    List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting = new Thread(() -> accept(silent, open));
      accepting.setDaemon(true);
      accepting.start();
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      try (DataServer data =
          new DataServer(
              directory,
              "sql.timeoutMillis",
              "700",
              "dataBuckets",
              "s3://lake/arco?endpoint=" + endpoint + "&pathStyle=true")) {
        for (String format : List.of("delta", "iceberg", "parquet")) {
          data.client
              .post(DataServer.TABLES, DataServer.body(format, format, "s3://lake/arco/t"))
              .expect(201);
        }
        data.table("here", data.parquet("here.parquet", "select 1 as v"));
        Await.until("the engine is warm", () -> data.query(HERE).status() == 200);
        for (int i = 0; i < QUERIES; i++) {
          data.query("select * from lake.main." + List.of("delta", "iceberg", "parquet").get(i % 3))
              .expect(408, "QUERY_TIMEOUT");
        }
        Await.until("their threads are free again", () -> data.query(HERE).status() == 200);
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static void accept(ServerSocket server, List<Socket> open) {
    try {
      while (true) {
        open.add(server.accept());
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }
}
