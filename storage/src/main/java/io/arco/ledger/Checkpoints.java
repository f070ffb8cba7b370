package io.arco.ledger;

import io.vertx.core.Future;
import java.util.Optional;

/** Finds the newest checkpoint of a workspace. */
public interface Checkpoints {
  /** For a workspace that never had a snapshot. */
  Checkpoints NONE = () -> Future.succeededFuture(Optional.empty());

  /** The newest checkpoint, or empty if there is none. */
  Future<Optional<Checkpoint>> newest();
}
