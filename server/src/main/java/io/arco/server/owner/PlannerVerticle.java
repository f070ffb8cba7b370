package io.arco.server.owner;

import io.arco.ledger.Domains;
import io.arco.server.bus.BusAddresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * The owner of workspaces: their ledgers run on its event loop, and an {@link Owner} does what the
 * messages at {@link BusAddresses#SUBMIT} ask.
 */
public final class PlannerVerticle extends VerticleBase {
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
    Owner owner = new Owner(workspaces, domains);
    consumer =
        vertx
            .eventBus()
            .localConsumer(
                BusAddresses.SUBMIT, message -> owner.receive(message.body(), message::reply));
    return consumer.completion();
  }

  @Override
  public Future<?> stop() {
    return consumer.unregister().eventually(() -> workspaces.close());
  }
}
