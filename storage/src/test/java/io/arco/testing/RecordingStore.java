package io.arco.testing;

import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts what goes to a store, and remembers which role put or deleted which keys. Calls on this
 * store itself are those of the role {@code ""}; {@link #role} gives others a view of their own.
 * Thread-safe.
 */
public final class RecordingStore extends ForwardingStore {
  private final ObjectStore store;
  private final String role;
  private final Records records;

  private static final class Records {
    private StoreCounts counts = StoreCounts.ZERO;
    private final Map<String, Set<Key>> changed = new TreeMap<>();

    synchronized void add(StoreCounts more) {
      counts = counts.plus(more);
    }

    synchronized void change(String role, Key key) {
      changed.computeIfAbsent(role, ignored -> new TreeSet<>()).add(key);
    }
  }

  /** Records what goes to this store. */
  public RecordingStore(ObjectStore store) {
    this(store, "", new Records());
  }

  private RecordingStore(ObjectStore store, String role, Records records) {
    super(store);
    this.store = store;
    this.role = role;
    this.records = records;
  }

  /** The same store and the same records, used by a role. */
  public RecordingStore role(String name) {
    return new RecordingStore(store, name, records);
  }

  /** What was asked until now, by all roles. */
  public StoreCounts counts() {
    synchronized (records) {
      return records.counts;
    }
  }

  /** The keys each role has put or deleted, or tried to. */
  public Map<String, Set<Key>> changedByRole() {
    synchronized (records) {
      Map<String, Set<Key>> copy = new TreeMap<>();
      records.changed.forEach((name, keys) -> copy.put(name, new TreeSet<>(keys)));
      return copy;
    }
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return read(super.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return read(super.get(key, range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    records.add(new StoreCounts(0, 1, 0, 0, 0, 0, 0));
    return super.head(key);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    records.add(new StoreCounts(0, 0, 1, 0, 0, 0, bytes.length));
    records.change(role, key);
    return super.put(key, bytes, precondition);
  }

  @Override
  public Future<Void> delete(Key key) {
    records.add(new StoreCounts(0, 0, 0, 1, 0, 0, 0));
    records.change(role, key);
    return super.delete(key);
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    records.add(new StoreCounts(0, 0, 0, 0, 1, 0, 0));
    return super.list(prefix, after, limit);
  }

  private Future<ReadOutcome> read(Future<ReadOutcome> read) {
    records.add(new StoreCounts(1, 0, 0, 0, 0, 0, 0));
    return read.onSuccess(
        outcome -> {
          if (outcome instanceof ReadOutcome.Found found) {
            records.add(new StoreCounts(0, 0, 0, 0, 0, found.bytes().length, 0));
          }
        });
  }
}
