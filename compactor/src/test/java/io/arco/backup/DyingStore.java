package io.arco.backup;

import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.vertx.core.Future;

/** A store whose client dies at a put: that one and every later one does nothing. */
final class DyingStore extends ForwardingStore {
  private final int lastPut;
  private int puts;

  /** Lives for so many puts. */
  DyingStore(ObjectStore store, int lastPut) {
    super(store);
    this.lastPut = lastPut;
  }

  boolean isDead() {
    return puts > lastPut;
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    puts++;
    return isDead()
        ? Future.failedFuture(
            new StoreException(StoreException.Kind.PERMANENT, "the client was killed", null))
        : super.put(key, bytes, precondition);
  }
}
