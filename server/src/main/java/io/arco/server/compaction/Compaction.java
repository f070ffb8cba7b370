package io.arco.server.compaction;

import io.arco.compactor.Compactor;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Scheduler;
import io.arco.server.bus.ReplyMessage;
import io.arco.server.bus.SequenceMessage;
import io.arco.server.bus.SnapshotName;
import io.arco.snapshot.StoredManifest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes snapshots: a compactor for each workspace that something was committed or asked in.
 * Used on its scheduler, where its futures complete.
 */
public final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private final OpenCompactors compactors;

  /** One that opens compactors so, on this scheduler. */
  public Compaction(CompactorOpener opener, Scheduler scheduler) {
    compactors = new OpenCompactors(opener, scheduler);
  }

  /** Ends it; completes when nothing is being published any more. */
  public Future<Void> close() {
    return compactors.close();
  }

  /** Takes word of a commit; what can't be read is let pass. */
  public void committed(Buffer message) {
    SequenceMessage commit;
    try {
      commit = SequenceMessage.decode(message);
    } catch (ProblemException e) {
      return;
    }
    compactors
        .open(commit.workspace())
        .onSuccess(Compactor::committed)
        .onFailure(failure -> LOG.warn("no compactor for a workspace", failure));
  }

  /** The {@link ReplyMessage} with the {@link SnapshotName} that was asked for; never fails. */
  public Future<Buffer> snapshot(Buffer message) {
    Future<SnapshotName> answer;
    try {
      SequenceMessage asked = SequenceMessage.decode(message);
      answer =
          compactors
              .open(asked.workspace())
              .compose(compactor -> snapshot(compactor, asked.sequence()));
    } catch (ProblemException e) {
      answer = Future.failedFuture(e);
    }
    return answer
        .map(ReplyMessage::encode)
        .recover(failure -> Future.succeededFuture(ReplyMessage.encode(problemOf(failure))));
  }

  private static Future<SnapshotName> snapshot(Compactor compactor, long sequence) {
    return sequence == 0
        ? compactor.newest().map(Compaction::nameOf)
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
