package io.arco.server.compaction;

import io.arco.server.bus.BusAddresses;
import io.arco.server.owner.VertxScheduler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishes snapshots: a compactor for each workspace that something was committed or asked in.
 * Hears of commits at {@link BusAddresses#COMMITTED} and answers at {@link BusAddresses#SNAPSHOT}.
 */
public final class CompactionVerticle extends VerticleBase {
  /** How long stopping waits for what is being published. */
  static final long CLOSE_MILLIS = 1_000;

  private final CompactorOpener opener;
  private Compaction compaction;
  private List<MessageConsumer<Buffer>> consumers = List.of();

  /** One that opens compactors so. */
  public CompactionVerticle(CompactorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Future<?> start() {
    compaction = new Compaction(opener, new VertxScheduler(context));
    consumers =
        List.of(
            vertx
                .eventBus()
                .<Buffer>localConsumer(
                    BusAddresses.COMMITTED, message -> compaction.committed(message.body())),
            vertx.eventBus().<Buffer>localConsumer(BusAddresses.SNAPSHOT, this::snapshot));
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList());
  }

  @Override
  public Future<?> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .eventually(
            () -> compaction.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty());
  }

  private void snapshot(Message<Buffer> message) {
    compaction.snapshot(message.body()).onSuccess(message::reply);
  }
}
