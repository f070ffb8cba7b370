package io.arco.server.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;

/**
 * What Arco asks of an event bus: to carry bytes to whoever listens at an address. Messages may be
 * lost, late, out of order or delivered twice; nothing but time hangs on it.
 */
public interface MessageBus {
  /**
   * Sends a message and waits for its answer.
   *
   * @param timeoutMillis how long; at least 1
   * @return fails with {@link io.vertx.core.eventbus.ReplyException}: NO_HANDLERS only if nobody
   *     took the message, nor ever will; TIMEOUT and all others leave open what became of it
   */
  Future<Buffer> request(String address, Buffer body, long timeoutMillis);

  /** Sends a message that nobody answers. */
  void send(String address, Buffer body);

  /** The event bus of Vert.x. */
  static MessageBus of(EventBus bus) {
    return new MessageBus() {
      @Override
      public Future<Buffer> request(String address, Buffer body, long timeoutMillis) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        return bus.<Buffer>request(address, body, options).map(Message::body);
      }

      @Override
      public void send(String address, Buffer body) {
        bus.send(address, body);
      }
    };
  }
}
