package io.arco.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.arco.server.config.ArcoConfig;
import io.arco.store.ObjectStore;
import io.arco.store.StoreLocation;
import io.arco.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A server in this process for a test, on a free port. While it runs, every body on its event bus
 * must be a buffer: {@link #close} fails if one was not.
 */
public final class RunningServer implements AutoCloseable {
  /** An event loop that is busy for longer counts as blocked. */
  private static final long MAX_LOOP_MILLIS = 200;

  private static final String BLOCKED = "io.vertx.core.impl.BlockedThreadChecker";

  private final ListAppender<ILoggingEvent> blocked = new ListAppender<>();
  private final Queue<String> notBuffers = new ConcurrentLinkedQueue<>();
  private final ArcoServer server;
  private final Vertx vertx;
  private final ContractClient client;

  private RunningServer(ArcoConfig config, ServerParts.StoreOpener opener) {
    blocked.start();
    ((Logger) LoggerFactory.getLogger(BLOCKED)).addAppender(blocked);
    vertx =
        Vertx.vertx(
            ArcoServer.vertxOptions()
                .setMaxEventLoopExecuteTime(MAX_LOOP_MILLIS)
                .setWarningExceptionTime(MAX_LOOP_MILLIS)
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              Object body = delivery.body();
              if (!(body instanceof Buffer)) {
                notBuffers.add(delivery.message().address() + " " + body);
              }
              delivery.next();
            });
    server = Await.value(ArcoServer.start(config, vertx, opener));
    client = new ContractClient(server.url());
  }

  /** A server with a store in memory. */
  public static RunningServer inMemory() {
    return on(Configs.inMemory());
  }

  /** A server so configured. */
  public static RunningServer on(ArcoConfig config) {
    return new RunningServer(
        config, (workers, clock) -> StoreLocation.parse(config.store()).open(workers, clock));
  }

  /** A server so configured, on this store. */
  static RunningServer on(ArcoConfig config, ObjectStore store) {
    return new RunningServer(config, (workers, clock) -> store);
  }

  /** Has every address and body that is sent on the event bus from now on told. */
  void overhear(Consumer<String> told) {
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              told.accept(delivery.message().address() + " " + delivery.body());
              delivery.next();
            });
  }

  /** A client that holds every exchange against the contract. */
  public ContractClient client() {
    return client;
  }

  /** The server. */
  public ArcoServer server() {
    return server;
  }

  /** The sum of a family of its metrics; headers are names and values in turn. */
  public double metric(String family, String... headers) {
    byte[] metrics = client.get("/metrics", headers).expect(200).bytes();
    return new String(metrics, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(family + " ") || line.startsWith(family + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** What was logged of event loops that were blocked since this was called last. */
  List<String> takeBlocked() {
    synchronized (blocked) {
      List<String> told =
          List.copyOf(blocked.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
      blocked.list.clear();
      return told;
    }
  }

  @Override
  public void close() {
    Await.value(server.close());
    ((Logger) LoggerFactory.getLogger(BLOCKED)).detachAppender(blocked);
    if (!notBuffers.isEmpty()) {
      throw new AssertionError("not a buffer on the event bus: " + notBuffers);
    }
  }
}
