package io.arco.server.bus;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Asks the compactor for snapshots.
 *
 * @param bus where it listens
 * @param timeoutMillis how long an answer may take
 */
public record SnapshotClient(MessageBus bus, long timeoutMillis) {
  /**
   * The newest snapshot that includes a commit, published at once if there is none yet.
   *
   * @param sequence a commit that is in the journal; 0: the newest snapshot there is
   * @return fails with {@link io.arco.problem.ProblemException}
   */
  public Future<SnapshotName> including(Workspace workspace, long sequence) {
    Buffer message = new SequenceMessage(workspace, sequence).encode();
    return bus.request(BusAddresses.SNAPSHOT, message, timeoutMillis)
        .transform(
            answer ->
                answer.succeeded()
                    ? ReplyMessage.decode(answer.result(), SnapshotName.class)
                    : Future.failedFuture(
                        Problem.of(ErrorCode.UNAVAILABLE, "No snapshot could be published in time.")
                            .asException()));
  }

  /** Tells it that something was committed; nobody answers. */
  public void committed(Workspace workspace, long sequence) {
    bus.send(BusAddresses.COMMITTED, new SequenceMessage(workspace, sequence).encode());
  }
}
