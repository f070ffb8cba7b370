package io.arco.store;

import io.arco.store.PutOutcome.PreconditionFailed;
import io.arco.store.PutOutcome.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A store in memory, gone with the process. Every call is one step under one lock, so that all of
 * them have one order. Versions are numbers of one counter, which never goes back: no version is
 * ever used twice.
 *
 * <p>Thread-safe. Futures complete on the executor that was handed in; without one, before the call
 * returns.
 */
public final class MemoryStore implements ObjectStore {
  private final Executor completions;
  private final NavigableMap<String, Stored> objects = new TreeMap<>(Utf8Order::compare);
  private long lastVersion;
  private boolean closed;

  private record Stored(byte[] bytes, Version version) {}

  /** An empty store whose futures are complete when the call returns. */
  public MemoryStore() {
    this(Runnable::run);
  }

  /** An empty store whose futures complete on this executor. */
  public MemoryStore(Executor completions) {
    this.completions = completions;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return answer(
        () -> {
          Stored stored = objects.get(key.text());
          return stored == null ? new ReadOutcome.Missing() : whole(stored);
        });
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return answer(
        () -> {
          Stored stored = objects.get(key.text());
          return stored == null ? new ReadOutcome.Missing() : part(stored, range);
        });
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return answer(
        () -> {
          Stored stored = objects.get(key.text());
          return stored == null
              ? new HeadOutcome.Missing()
              : new HeadOutcome.Found(stored.bytes.length, stored.version);
        });
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return answer(
        () -> {
          if (!holds(precondition, objects.get(key.text()))) {
            return new PreconditionFailed();
          }
          Version version = new Version(Long.toString(++lastVersion));
          objects.put(key.text(), new Stored(bytes, version));
          return new Written(version);
        });
  }

  @Override
  public Future<Void> delete(Key key) {
    return answer(
        () -> {
          objects.remove(key.text());
          return null;
        });
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    Listing.checkLimit(limit);
    return answer(() -> page(prefix, after, limit));
  }

  @Override
  public boolean supportsMatches() {
    return true;
  }

  @Override
  public synchronized Future<Void> close() {
    closed = true;
    objects.clear();
    return Future.succeededFuture();
  }

  private static ReadOutcome whole(Stored stored) {
    return new ReadOutcome.Found(stored.bytes, stored.bytes.length, stored.version);
  }

  private static ReadOutcome part(Stored stored, ByteRange range) {
    int size = stored.bytes.length;
    if (range.offset() >= size) {
      return new ReadOutcome.Unsatisfiable(size);
    }
    int from = (int) range.offset();
    int to = from + (int) Math.min(range.length(), size - from);
    return new ReadOutcome.Found(Arrays.copyOfRange(stored.bytes, from, to), size, stored.version);
  }

  private static boolean holds(Precondition precondition, Stored stored) {
    if (precondition instanceof Precondition.Matches matches) {
      return stored != null && stored.version.equals(matches.version());
    }
    return precondition instanceof Precondition.None || stored == null;
  }

  private Listing page(Prefix prefix, Key after, int limit) {
    List<Listing.Entry> entries = new ArrayList<>();
    boolean behind = after != null && Utf8Order.compare(after.text(), prefix.text()) > 0;
    String from = behind ? after.text() : prefix.text();
    for (var each : objects.tailMap(from, !behind).entrySet()) {
      if (!each.getKey().startsWith(prefix.text())) {
        break;
      }
      if (entries.size() == limit) {
        return new Listing(entries, false);
      }
      entries.add(new Listing.Entry(new Key(each.getKey()), each.getValue().bytes.length));
    }
    return new Listing(entries, true);
  }

  private <T> Future<T> answer(Supplier<T> step) {
    Promise<T> promise = Promise.promise();
    T result;
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(StoreException.closed());
      }
      result = step.get();
    }
    completions.execute(() -> promise.complete(result));
    return promise.future();
  }
}
