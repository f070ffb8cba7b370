package io.arco.server;

import io.arco.server.config.ArcoConfig;
import io.arco.server.logging.ServerLog;
import io.arco.store.ObjectStore;
import io.arco.store.StoreLocation;
import io.arco.testing.Await;
import io.arco.testing.DelayStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The server that benchmarks run against: as shipped, on a free port, on a store whose puts may be
 * slowed. Arguments: the store, the delay of a put in milliseconds, the file to write the URL to.
 */
public final class BenchServer {
  /** The property that names the journal, as the configuration does. */
  public static final String JOURNAL = "arco.bench.journal";

  private BenchServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    String journal = System.getProperty(JOURNAL, "objects");
    ArcoConfig config = Configs.inMemory("store", arguments[0], "journal", journal);
    long delayMillis = Long.parseLong(arguments[1]);
    ServerLog.configure(config.log());
    ArcoServer server = Await.value(start(config, delayMillis));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Await.value(server.close())));
    Path ready = Path.of(arguments[2]);
    Path written = Files.writeString(Path.of(ready + ".tmp"), server.url());
    Files.move(written, ready, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A server on the configured store, each of whose puts takes so much longer. */
  public static io.vertx.core.Future<ArcoServer> start(ArcoConfig config, long delayMillis) {
    return ArcoServer.start(
        config,
        Vertx.vertx(ArcoServer.vertxOptions()),
        (workers, clock) -> {
          ObjectStore store = StoreLocation.parse(config.store()).open(workers, clock);
          return delayMillis == 0 ? store : new DelayStore(store, delayMillis);
        });
  }
}
