package io.arco.ledger;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the checkpoints of a workspace. */
public interface Checkpoints {
  /** For a workspace that never had a snapshot. */
  Checkpoints NONE = () -> Future.succeededFuture(Optional.empty());

  /** The newest checkpoint, or empty if there is none. */
  Future<Optional<Checkpoint>> newest();

  /** The newest checkpoint at or before a sequence; empty if none is kept. */
  default Future<Optional<Checkpoint>> atOrBefore(long sequence) {
    return Future.succeededFuture(Optional.empty());
  }

  /** The sequence of the oldest checkpoint at or behind a sequence; empty if none is kept. */
  default Future<OptionalLong> oldestFrom(long sequence) {
    return Future.succeededFuture(OptionalLong.empty());
  }
}
