package io.arco.repair;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store with other bytes at some keys, in memory: what a repair would leave, to be looked at
 * before anything is written. Takes no puts or deletes of others.
 */
final class OverlayStore implements ObjectStore {
  /** The most bytes of repaired objects that one run holds: 256 MiB. */
  static final long MAX_BYTES = 256L << 20;

  private static final Version VERSION = new Version("repaired");

  private final ObjectStore store;
  private final Map<Key, byte[]> repaired = new TreeMap<>();
  private long bytes;

  OverlayStore(ObjectStore store) {
    this.store = store;
  }

  /** Lays bytes over what is there; false if one run can hold no more. */
  boolean lay(Key key, byte[] content) {
    if (bytes + content.length > MAX_BYTES) {
      return false;
    }
    bytes += content.length;
    repaired.put(key, content);
    return true;
  }

  /** Shows again what is there. */
  void clear() {
    repaired.clear();
    bytes = 0;
  }

  /** What was laid over, by key. */
  Map<Key, byte[]> repaired() {
    return repaired;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    byte[] content = repaired.get(key);
    return content == null
        ? store.get(key)
        : Future.succeededFuture(new ReadOutcome.Found(content, content.length, VERSION));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return repaired.containsKey(key) ? refused() : store.get(key, range);
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    byte[] content = repaired.get(key);
    return content == null
        ? store.head(key)
        : Future.succeededFuture(new HeadOutcome.Found(content.length, VERSION));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] content, Precondition precondition) {
    return refused();
  }

  @Override
  public Future<Void> delete(Key key) {
    return refused();
  }

  /** The page of the store with what was laid into its range. */
  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    return store
        .list(prefix, after, limit)
        .map(
            page -> {
              Map<Key, Listing.Entry> entries = new TreeMap<>();
              page.entries().forEach(entry -> entries.put(entry.key(), entry));
              Key last =
                  page.complete() || page.entries().isEmpty()
                      ? null
                      : page.entries().get(page.entries().size() - 1).key();
              repaired.forEach(
                  (key, content) -> {
                    boolean behind = after == null || key.compareTo(after) > 0;
                    boolean before = last == null || key.compareTo(last) <= 0;
                    if (prefix.contains(key) && behind && before) {
                      entries.put(key, new Listing.Entry(key, content.length));
                    }
                  });
              List<Listing.Entry> merged = new ArrayList<>(entries.values());
              return merged.size() <= limit
                  ? new Listing(merged, page.complete())
                  : new Listing(merged.subList(0, limit), false);
            });
  }

  @Override
  public boolean supportsMatches() {
    return false;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private static <T> Future<T> refused() {
    return Future.failedFuture(
        new StoreException(StoreException.Kind.PERMANENT, "a repair is only being tried", null));
  }
}
