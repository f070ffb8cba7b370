package io.arco.server.compaction;

import io.arco.compactor.Compactor;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.bus.BusAddresses;
import io.arco.server.bus.ReplyMessage;
import io.arco.server.bus.SequenceMessage;
import io.arco.server.bus.SnapshotName;
import io.arco.server.owner.VertxScheduler;
import io.arco.snapshot.StoredManifest;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes snapshots: a compactor for each workspace that something was committed or asked in.
 * Hears of commits at {@link BusAddresses#COMMITTED} and answers at {@link BusAddresses#SNAPSHOT}.
 */
public final class CompactionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionVerticle.class);

  /** How long stopping waits for what is being published. */
  static final long CLOSE_MILLIS = 1_000;

  private final CompactorOpener opener;
  private OpenCompactors compactors;
  private List<MessageConsumer<Buffer>> consumers = List.of();

  /** One that opens compactors so. */
  public CompactionVerticle(CompactorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Future<?> start() {
    compactors = new OpenCompactors(opener, new VertxScheduler(context));
    consumers =
        List.of(
            vertx.eventBus().localConsumer(BusAddresses.COMMITTED, this::committed),
            vertx.eventBus().localConsumer(BusAddresses.SNAPSHOT, this::snapshot));
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList());
  }

  @Override
  public Future<?> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .eventually(
            () -> compactors.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty());
  }

  private void committed(Message<Buffer> message) {
    SequenceMessage commit = SequenceMessage.decode(message.body());
    compactors
        .open(commit.workspace())
        .onSuccess(Compactor::committed)
        .onFailure(failure -> LOG.warn("no compactor for a workspace", failure));
  }

  private void snapshot(Message<Buffer> message) {
    Future<SnapshotName> answer;
    try {
      SequenceMessage asked = SequenceMessage.decode(message.body());
      answer =
          compactors
              .open(asked.workspace())
              .compose(compactor -> snapshot(compactor, asked.sequence()));
    } catch (ProblemException e) {
      answer = Future.failedFuture(e);
    }
    answer
        .onSuccess(name -> message.reply(ReplyMessage.encode(name)))
        .onFailure(failure -> message.reply(ReplyMessage.encode(problemOf(failure))));
  }

  private static Future<SnapshotName> snapshot(Compactor compactor, long sequence) {
    return sequence == 0
        ? compactor.newest().map(CompactionVerticle::nameOf)
        : compactor.including(sequence).map(manifest -> nameOf(Optional.of(manifest)));
  }

  private static SnapshotName nameOf(Optional<StoredManifest> manifest) {
    return manifest.map(SnapshotName::of).orElse(SnapshotName.NONE);
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    LOG.warn("no snapshot could be published", failure);
    return Problem.of(ErrorCode.UNAVAILABLE, "No snapshot could be published; try again.");
  }
}
