package io.arco.server;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * A store in memory whose commits wait at a gate while it is shut, and that can be out of order.
 */
final class GatedStore implements ObjectStore {
  private final ObjectStore store = new MemoryStore();
  private Promise<Void> gate = Promise.promise();
  private int waiting;
  private volatile boolean broken;

  /** The gate is open. */
  GatedStore() {
    gate.complete();
  }

  /** Commits wait from now on. */
  synchronized void shut() {
    gate = Promise.promise();
  }

  /** Commits that wait go on. */
  void open() {
    Promise<Void> opened;
    synchronized (this) {
      opened = gate;
    }
    opened.tryComplete();
  }

  /** Whether nothing works. */
  void broken(boolean now) {
    broken = now;
  }

  /** How many commits have come to the gate while it was shut. */
  synchronized int waiting() {
    return waiting;
  }

  private <T> Future<T> unlessBroken(Supplier<Future<T>> work) {
    return broken
        ? Future.failedFuture(
            new StoreException(StoreException.Kind.TRANSIENT, "secret-host is down", null))
        : work.get();
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return unlessBroken(() -> store.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return unlessBroken(() -> store.get(key, range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return unlessBroken(() -> store.head(key));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    Future<Void> through;
    synchronized (this) {
      boolean commit = key.text().contains("/journal/");
      through = commit ? gate.future() : Future.succeededFuture();
      if (!through.isComplete()) {
        waiting++;
      }
    }
    return through.compose(ignored -> store.put(key, bytes, precondition));
  }

  @Override
  public Future<Void> delete(Key key) {
    return unlessBroken(() -> store.delete(key));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    return unlessBroken(() -> store.list(prefix, after, limit));
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
