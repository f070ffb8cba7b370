package io.arco.server.owner;

import io.arco.ledger.Domains;
import io.arco.ledger.Receipt;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.bus.BusAddresses;
import io.arco.server.bus.ReplyMessage;
import io.arco.server.bus.SubmissionMessage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of workspaces: their ledgers run on its event loop, and it does what the messages at
 * {@link BusAddresses#SUBMIT} ask.
 */
public final class PlannerVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PlannerVerticle.class);

  private final LedgerOpener opener;
  private final Domains domains;
  private final int maxOpenWorkspaces;
  private volatile Workspaces workspaces;
  private MessageConsumer<Buffer> consumer;

  /** One that opens ledgers so, and at most so many. */
  public PlannerVerticle(LedgerOpener opener, Domains domains, int maxOpenWorkspaces) {
    this.opener = opener;
    this.domains = domains;
    this.maxOpenWorkspaces = maxOpenWorkspaces;
  }

  /** The workspaces of this node; once deployed. */
  public Workspaces workspaces() {
    return workspaces;
  }

  @Override
  public Future<?> start() {
    workspaces = new Workspaces(opener, new VertxScheduler(context), maxOpenWorkspaces);
    consumer = vertx.eventBus().localConsumer(BusAddresses.SUBMIT, this::receive);
    return consumer.completion();
  }

  @Override
  public Future<?> stop() {
    return consumer.unregister().eventually(() -> workspaces.close());
  }

  private void receive(Message<Buffer> message) {
    submit(message.body())
        .onSuccess(receipt -> message.reply(ReplyMessage.encode(receipt)))
        .onFailure(failure -> message.reply(ReplyMessage.encode(problemOf(failure))));
  }

  private Future<Receipt> submit(Buffer body) {
    SubmissionMessage message;
    try {
      message = SubmissionMessage.decode(body, domains);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
    return workspaces
        .open(message.workspace())
        .compose(ledger -> ledger.submit(message.submission()));
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    LOG.error("a submission failed in a way nobody foresaw", failure);
    return Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side.");
  }
}
