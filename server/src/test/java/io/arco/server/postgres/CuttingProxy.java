package io.arco.server.postgres;

import io.arco.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a database and cuts connections: what a client sent is thrown away, or reaches the
 * server and its answer is thrown away. Cuts a given number of times, then lets everything pass.
 */
final class CuttingProxy implements AutoCloseable {
  private final NetClient client;
  private final NetServer server;
  private final Random random;
  private final int target;
  private final double rate;
  private final AtomicInteger cutsLeft;
  private final AtomicInteger before = new AtomicInteger();
  private final AtomicInteger after = new AtomicInteger();

  /**
   * One before a port of the loopback.
   *
   * @param rate how likely a message is to be cut, 0 to 1
   * @param cuts after so many it cuts no more
   */
  CuttingProxy(Vertx vertx, int target, long seed, double rate, int cuts) {
    this.client = vertx.createNetClient();
    this.random = new Random(seed);
    this.target = target;
    this.rate = rate;
    this.cutsLeft = new AtomicInteger(cuts);
    this.server = vertx.createNetServer().connectHandler(this::connected);
    Await.value(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  /** Cuts before the server knew. */
  int before() {
    return before.get();
  }

  /** Cuts after the server knew. */
  int after() {
    return after.get();
  }

  private void connected(NetSocket near) {
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(failure -> near.close())
        .onSuccess(far -> join(near, far));
  }

  private void join(NetSocket near, NetSocket far) {
    near.closeHandler(closed -> far.close());
    far.closeHandler(closed -> near.close());
    near.exceptionHandler(failure -> near.close());
    far.exceptionHandler(failure -> far.close());
    far.handler(near::write);
    near.handler(
        message -> {
          if (!cuts()) {
            far.write(message);
          } else if (isOdd()) {
            before.incrementAndGet();
            near.close();
          } else {
            after.incrementAndGet();
            far.handler(answer -> near.close());
            far.write(message);
          }
        });
    near.resume();
  }

  private boolean cuts() {
    boolean chosen;
    synchronized (random) {
      chosen = random.nextDouble() < rate;
    }
    return chosen && cutsLeft.getAndDecrement() > 0;
  }

  private boolean isOdd() {
    synchronized (random) {
      return random.nextBoolean();
    }
  }

  @Override
  public void close() {
    Await.value(server.close());
    Await.value(client.close());
  }
}
