package io.arco.backup;

import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import java.util.SplittableRandom;

/** A store of which some reads fail, and a third of the puts are lost or unanswered. */
final class FlakyStore extends ForwardingStore {
  private final SplittableRandom random;
  private final int failingReadPercent;
  private int faults;

  FlakyStore(ObjectStore store, long seed, int failingReadPercent) {
    super(store);
    this.failingReadPercent = failingReadPercent;
    this.random = new SplittableRandom(seed);
  }

  int faults() {
    return faults;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    if (random.nextInt(100) < failingReadPercent) {
      faults++;
      return Future.failedFuture(
          new StoreException(StoreException.Kind.TRANSIENT, "reset by peer", null));
    }
    return super.get(key);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    int dice = random.nextInt(6);
    if (dice > 1) {
      return super.put(key, bytes, precondition);
    }
    faults++;
    PutOutcome unknown = new PutOutcome.Unknown("no answer");
    return dice == 0
        ? Future.succeededFuture(unknown)
        : super.put(key, bytes, precondition).map(unknown);
  }
}
