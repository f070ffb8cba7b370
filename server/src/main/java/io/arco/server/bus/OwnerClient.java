package io.arco.server.bus;

import io.arco.ledger.Domains;
import io.arco.ledger.Receipt;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * Sends submissions to the owner of their workspace. A caller is never told "not done" for what may
 * be done: only a message that found nobody to take it is UNAVAILABLE, silence is OUTCOME_UNKNOWN.
 */
public final class OwnerClient {
  /** How much longer than the ledger's own deadline the bus waits for the answer. */
  public static final long REPLY_GRACE_MILLIS = 2_000;

  private final EventBus bus;
  private final Domains domains;

  /** Sends on this bus. */
  public OwnerClient(EventBus bus, Domains domains) {
    this.bus = bus;
    this.domains = domains;
  }

  /** Has it done; fails with {@link io.arco.problem.ProblemException}. */
  public Future<Receipt> submit(SubmissionMessage message) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(message.submission().timeoutMillis() + REPLY_GRACE_MILLIS);
    return bus.<Buffer>request(BusAddresses.SUBMIT, message.encode(domains), options)
        .transform(
            answer ->
                answer.succeeded()
                    ? ReplyMessage.decode(answer.result().body(), Receipt.class)
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
