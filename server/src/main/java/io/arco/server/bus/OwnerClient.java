package io.arco.server.bus;

import io.arco.ledger.Domains;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends submissions to the owner of their workspace. A caller is never told "not done" for what may
 * be done: only a message that found nobody to take it is UNAVAILABLE, silence is OUTCOME_UNKNOWN.
 */
public final class OwnerClient {
  /** How much longer than the ledger's own deadline the bus waits for the answer. */
  public static final long REPLY_GRACE_MILLIS = 2_000;

  private final MessageBus bus;
  private final Domains domains;
  private final String sender;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Sends on this bus.
   *
   * @param sender the id of this client, unlike that of any other, now or ever
   */
  public OwnerClient(MessageBus bus, Domains domains, String sender) {
    this.bus = bus;
    this.domains = domains;
    this.sender = sender;
  }

  /**
   * Has it done in a workspace; fails with {@link io.arco.problem.ProblemException}. May be called
   * from any thread.
   */
  public Future<Receipt> submit(Workspace workspace, Submission submission) {
    MessageId id = new MessageId(sender, sent.incrementAndGet());
    Buffer message = new SubmissionMessage(id, workspace, submission).encode(domains);
    return bus.request(
            BusAddresses.SUBMIT, message, submission.timeoutMillis() + REPLY_GRACE_MILLIS)
        .transform(
            answer ->
                answer.succeeded()
                    ? ReplyMessage.decode(answer.result(), Receipt.class)
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
