package io.arco.server.owner;

import io.arco.ledger.Domains;
import io.arco.server.bus.BusAddresses;
import io.arco.server.dispatch.DispatchListener;
import io.arco.server.dispatch.Dispatches;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/**
 * The owner of workspaces: their ledgers run on its event loop, an {@link Owner} does what the
 * messages at {@link BusAddresses#SUBMIT} ask, and a {@link DispatchListener} what workers do.
 */
public final class PlannerVerticle extends VerticleBase {
  private final Dispatches dispatches;
  private final Domains domains;
  private final int maxOpenWorkspaces;
  private volatile Workspaces workspaces;
  private List<MessageConsumer<Buffer>> consumers = List.of();

  /** One that opens ledgers so, each with its dispatch, and at most so many. */
  public PlannerVerticle(Dispatches dispatches, Domains domains, int maxOpenWorkspaces) {
    this.dispatches = dispatches;
    this.domains = domains;
    this.maxOpenWorkspaces = maxOpenWorkspaces;
  }

  /** The workspaces of this node; once deployed. */
  public Workspaces workspaces() {
    return workspaces;
  }

  /** Answers the workers that wait for tasks, and lets no more wait. */
  public Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        ignored -> {
          dispatches.drain();
          drained.complete();
        });
    return drained.future();
  }

  @Override
  public Future<?> start() {
    VertxScheduler scheduler = new VertxScheduler(context);
    workspaces = new Workspaces(dispatches, scheduler, maxOpenWorkspaces);
    Owner owner = new Owner(workspaces, domains);
    DispatchListener listener = new DispatchListener(dispatches, workspaces, scheduler);
    consumers =
        List.of(
            consumer(BusAddresses.SUBMIT, message -> owner.receive(message.body(), message::reply)),
            consumer(BusAddresses.LEASE, message -> listener.lease(message.body(), message::reply)),
            consumer(BusAddresses.LEAVE, message -> listener.leave(message.body())),
            consumer(
                BusAddresses.HEARTBEAT,
                message -> listener.heartbeat(message.body(), message::reply)));
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private MessageConsumer<Buffer> consumer(String address, Handler<Message<Buffer>> handler) {
    return vertx.eventBus().localConsumer(address, handler);
  }

  @Override
  public Future<?> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .eventually(() -> workspaces.close());
  }
}
