package io.arco.backup;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.Version;
import io.vertx.core.Future;

/**
 * A store in which one object seems to be there before it is: so that the ledger can begin a new
 * incarnation while everybody else still refuses the workspace. A view: closing it closes nothing.
 *
 * @param store the store
 * @param key the object's key
 * @param bytes what it will be
 */
record PresentFile(ObjectStore store, Key key, byte[] bytes) implements ObjectStore {
  @Override
  public Future<ReadOutcome> get(Key asked) {
    return asked.equals(key)
        ? Future.succeededFuture(
            new ReadOutcome.Found(bytes, bytes.length, new Version("to be written")))
        : store.get(asked);
  }

  @Override
  public Future<ReadOutcome> get(Key asked, ByteRange range) {
    return store.get(asked, range);
  }

  @Override
  public Future<HeadOutcome> head(Key asked) {
    return store.head(asked);
  }

  @Override
  public Future<PutOutcome> put(Key asked, byte[] content, Precondition precondition) {
    return store.put(asked, content, precondition);
  }

  @Override
  public Future<Void> delete(Key asked) {
    return store.delete(asked);
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    return store.list(prefix, after, limit);
  }

  @Override
  public boolean supportsMatches() {
    return store.supportsMatches();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
