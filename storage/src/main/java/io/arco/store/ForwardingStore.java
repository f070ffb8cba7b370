package io.arco.store;

import io.vertx.core.Future;

/** Hands every call on to another store: what views of a store change some methods of. */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  /** Forwards to this store. */
  protected ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return store.get(key);
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return store.get(key, range);
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return store.head(key);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return store.put(key, bytes, precondition);
  }

  @Override
  public Future<Void> delete(Key key) {
    return store.delete(key);
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
    return store.close();
  }
}
