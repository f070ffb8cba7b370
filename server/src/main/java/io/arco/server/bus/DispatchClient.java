package io.arco.server.bus;

import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.dispatch.Heard;
import io.arco.server.dispatch.Heartbeat;
import io.arco.server.dispatch.LeaseAsk;
import io.arco.server.dispatch.Leased;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks for workers to the dispatch of their workspace. Futures fail with {@link
 * io.arco.problem.ProblemException}. May be used from any thread.
 */
public final class DispatchClient {
  private final MessageBus bus;
  private final String sender;
  private final long timeoutMillis;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Sends on this bus.
   *
   * @param sender the id of this client, unlike that of any other, now or ever
   * @param timeoutMillis how long an answer may take that waits for nothing
   */
  public DispatchClient(MessageBus bus, String sender, long timeoutMillis) {
    this.bus = bus;
    this.sender = sender;
    this.timeoutMillis = timeoutMillis;
  }

  /** An id for the next poll. */
  public MessageId nextId() {
    return new MessageId(sender, sent.incrementAndGet());
  }

  /** Waits for tasks, as long as the poll says. */
  public Future<Leased> lease(Workspace workspace, LeaseAsk ask) {
    long patience = ask.waitMillis() + timeoutMillis + OwnerClient.REPLY_GRACE_MILLIS;
    return ask(BusAddresses.LEASE, message(ask.id(), workspace, ask), patience, Leased.class);
  }

  /** Says that whoever polled has gone. */
  public void leave(Workspace workspace, MessageId poll) {
    bus.send(BusAddresses.LEAVE, new DispatchMessage(poll, workspace, null).encode());
  }

  /** Says that a worker is still at a task. */
  public Future<Heard> heartbeat(Workspace workspace, Heartbeat heartbeat) {
    long patience = timeoutMillis + OwnerClient.REPLY_GRACE_MILLIS;
    return ask(
        BusAddresses.HEARTBEAT, message(nextId(), workspace, heartbeat), patience, Heard.class);
  }

  private static Buffer message(MessageId id, Workspace workspace, Object body) {
    return new DispatchMessage(id, workspace, Json.MAPPER.valueToTree(body)).encode();
  }

  private <T> Future<T> ask(String address, Buffer message, long patienceMillis, Class<T> type) {
    return bus.request(address, message, patienceMillis)
        .transform(
            answer ->
                answer.succeeded()
                    ? ReplyMessage.decode(answer.result(), type)
                    : Future.failedFuture(problemOf(answer.cause()).asException()));
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Problem.of(ErrorCode.UNAVAILABLE, "Nobody owns the workspace at the moment.");
    }
    return Problem.of(
        ErrorCode.OUTCOME_UNKNOWN, "The owner of the workspace did not answer in time.");
  }
}
