package io.arco.simulation;

import io.arco.server.bus.MessageBus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * An event bus that loses, delays, reorders and doubles messages, within a server and between
 * servers. A message is for one life of a server; it says that nobody took it only where nobody
 * ever will.
 */
final class SimulatedBus {
  /** What listens: is handed a message and a way to reply. */
  interface Listener {
    void receive(Buffer message, Handler<Buffer> reply);
  }

  private final World world;
  private final RandomGenerator random;
  private final Map<ServerProcess, Map<String, Listener>> listeners = new HashMap<>();
  private boolean healed;

  SimulatedBus(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
  }

  void listen(ServerProcess process, String address, Listener listener) {
    listeners.computeIfAbsent(process, ignored -> new HashMap<>()).put(address, listener);
  }

  void heal() {
    healed = true;
  }

  /**
   * The bus as one server sees it.
   *
   * @param route to whom a message to an address goes; null for nobody
   */
  MessageBus of(ServerProcess sender, Function<String, ServerProcess> route) {
    return new MessageBus() {
      @Override
      public Future<Buffer> request(String address, Buffer body, long timeoutMillis) {
        return SimulatedBus.this.request(
            sender, route.apply(address), address, body, timeoutMillis);
      }

      @Override
      public void send(String address, Buffer body) {
        ServerProcess target = route.apply(address);
        if (target != null) {
          deliver(target, address, body, reply -> {});
        }
      }
    };
  }

  private Future<Buffer> request(
      ServerProcess sender, ServerProcess target, String address, Buffer body, long timeoutMillis) {
    Promise<Buffer> promise = Promise.promise();
    String point = world.awaits().begin(sender, "request");
    promise.future().onComplete(done -> world.awaits().end(sender, point));
    if (target == null || target.isDead() || !hears(target, address)) {
      ReplyFailure failure = random.nextBoolean() ? ReplyFailure.NO_HANDLERS : ReplyFailure.TIMEOUT;
      long delay = failure == ReplyFailure.TIMEOUT ? timeoutMillis : 1 + random.nextInt(5);
      later(delay, sender, () -> promise.tryFail(new ReplyException(failure)));
      return promise.future();
    }
    deliver(
        target, address, body, reply -> travel("reply", sender, () -> promise.tryComplete(reply)));
    later(timeoutMillis, sender, () -> promise.tryFail(new ReplyException(ReplyFailure.TIMEOUT)));
    return promise.future();
  }

  private boolean hears(ServerProcess target, String address) {
    return listeners.getOrDefault(target, Map.of()).containsKey(address);
  }

  private void deliver(ServerProcess target, String address, Buffer body, Handler<Buffer> reply) {
    travel(address, target, () -> listeners.get(target).get(address).receive(body.copy(), reply));
  }

  /** Carries a message once, never or twice, at its own pace. */
  private void travel(String what, ServerProcess to, Runnable arrival) {
    int drawn = healed ? 100 : random.nextInt(100);
    if (drawn < 2) {
      strike(Strikes.MESSAGE_LOST, what);
      return;
    }
    later(delay(), to, arrival);
    if (drawn < 6) {
      strike(Strikes.MESSAGE_DOUBLED, what);
      later(delay() + random.nextInt(20_000), to, arrival);
    }
  }

  private void strike(String fault, String what) {
    world.strikes().add(fault);
    world.trace(fault + " " + what);
  }

  private long delay() {
    int drawn = healed ? 99 : random.nextInt(100);
    if (drawn < 1) {
      strike(Strikes.MESSAGE_LATE, "");
      return random.nextInt(30_000);
    }
    return drawn < 10 ? random.nextInt(200) : random.nextInt(2);
  }

  private void later(long millis, ServerProcess on, Runnable task) {
    world.scheduler().schedule(millis, () -> on.execute(task));
  }
}
