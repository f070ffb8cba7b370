package io.arco.backup;

import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.Version;
import io.vertx.core.Future;

/**
 * A store in which one object seems to be there before it is: so that the ledger can begin a new
 * incarnation while everybody else still refuses the workspace. A view: closing it closes nothing.
 */
final class PresentFile extends ForwardingStore {
  private final Key key;
  private final byte[] bytes;

  /** As if these bytes were at this key. */
  PresentFile(ObjectStore store, Key key, byte[] bytes) {
    super(store);
    this.key = key;
    this.bytes = bytes;
  }

  @Override
  public Future<ReadOutcome> get(Key asked) {
    return asked.equals(key)
        ? Future.succeededFuture(
            new ReadOutcome.Found(bytes, bytes.length, new Version("to be written")))
        : super.get(asked);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
