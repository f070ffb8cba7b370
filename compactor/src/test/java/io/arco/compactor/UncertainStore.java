package io.arco.compactor;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A store that, as told, loses puts, applies puts and says that it does not know, or falls silent
 * for ever, as a process sees it that is killed. Remembers every put.
 */
final class UncertainStore implements ObjectStore {
  private final ObjectStore store;
  private final Random random;
  private int unknownPercent;
  private int putsLeft = Integer.MAX_VALUE;

  /** The keys that were put, in order, whatever came of it. */
  final List<Key> puts = new ArrayList<>();

  /** How many lists were asked for. */
  int lists;

  UncertainStore(ObjectStore store, Random random, int unknownPercent) {
    this.store = store;
    this.random = random;
    this.unknownPercent = unknownPercent;
  }

  /** Falls silent after so many more puts. */
  UncertainStore silentAfterPuts(int count) {
    putsLeft = count;
    return this;
  }

  /** Loses nothing from now on. */
  void heal() {
    unknownPercent = 0;
  }

  boolean isSilent() {
    return putsLeft < 0;
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    if (--putsLeft < 0) {
      putsLeft = -1;
      return Promise.<PutOutcome>promise().future();
    }
    puts.add(key);
    boolean unknown = random.nextInt(100) < unknownPercent;
    if (unknown && random.nextBoolean()) {
      return Future.succeededFuture(new PutOutcome.Unknown("lost on the way there"));
    }
    Future<PutOutcome> outcome = store.put(key, bytes, precondition);
    return unknown ? outcome.map(o -> new PutOutcome.Unknown("lost on the way back")) : outcome;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return isSilent() ? Promise.<ReadOutcome>promise().future() : store.get(key);
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
  public Future<Void> delete(Key key) {
    return store.delete(key);
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    lists++;
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
