package io.arco.server.owner;

import io.arco.ledger.Domains;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.bus.ReplyMessage;
import io.arco.server.bus.SubmissionMessage;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link SubmissionMessage}s ask, each once, however often the bus delivers it. Used on
 * one thread.
 */
public final class Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private final Workspaces workspaces;
  private final Domains domains;
  private final SeenMessages seen = new SeenMessages();

  /** An owner of these workspaces. */
  public Owner(Workspaces workspaces, Domains domains) {
    this.workspaces = workspaces;
    this.domains = domains;
  }

  /**
   * Takes a message.
   *
   * @param reply is handed the {@link ReplyMessage}, once; a further copy of a message gets none,
   *     since only the first knows what became of it
   */
  public void receive(Buffer body, Handler<Buffer> reply) {
    SubmissionMessage message;
    try {
      message = SubmissionMessage.decode(body, domains);
    } catch (ProblemException e) {
      reply.handle(ReplyMessage.encode(e.problem()));
      return;
    }
    if (!seen.isFirst(message.id())) {
      return;
    }
    workspaces
        .open(message.workspace())
        .compose(ledger -> ledger.submit(message.submission()))
        .onSuccess(receipt -> reply.handle(ReplyMessage.encode(receipt)))
        .onFailure(failure -> reply.handle(ReplyMessage.encode(problemOf(failure))));
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    LOG.error("a submission failed in a way nobody foresaw", failure);
    return Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side.");
  }
}
