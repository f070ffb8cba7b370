package io.arco.backup;

import io.arco.journal.CommitCodec;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.NumberedLog;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Copies commits in order, {@value #WINDOW} at a time. None is put before its own seals hold and it
 * follows the one before it. For one run of commits; on the runtime's scheduler.
 */
final class CommitCopy {
  /** How many commits are held in memory at once. */
  static final int WINDOW = NumberedLog.READ_AHEAD;

  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final Slots source;
  private final ExactObjects target;
  private final CopyCount count;
  private final String place;
  private Hash first;
  private Hash last;
  private long bytes;

  /**
   * A copy yet to be made.
   *
   * @param place goes before names of the source's commits in messages
   */
  CommitCopy(
      Runtime runtime,
      WorkspaceKeys keys,
      Slots source,
      ExactObjects target,
      CopyCount count,
      String place) {
    this.runtime = runtime;
    this.keys = keys;
    this.source = source;
    this.target = target;
    this.count = count;
    this.place = place;
  }

  private record Read(long n, byte[] bytes, Hash hash) {}

  /**
   * Copies commits {@code from} to {@code to}. Fails with {@link VanishedException} where one is
   * not there, with {@link CorruptObjectException} where one is not what it must be.
   *
   * @param before the hash of the commit before {@code from}; null if nobody knows it any more
   */
  Future<Void> copy(long from, long to, Hash before) {
    last = before;
    Promise<Void> promise = Promise.promise();
    step(from, to, promise);
    return promise.future();
  }

  /** The hash of the first commit copied. */
  Hash first() {
    return first;
  }

  /** The hash of the last commit copied. */
  Hash last() {
    return last;
  }

  /** The size of all commits copied. */
  long bytes() {
    return bytes;
  }

  private void step(long from, long to, Promise<Void> promise) {
    if (from > to) {
      promise.complete();
      return;
    }
    long end = Math.min(to, from + WINDOW - 1);
    List<Long> numbers = LongStream.rangeClosed(from, end).boxed().toList();
    FanOut.map(runtime.scheduler(), numbers, WINDOW, this::read)
        .compose(commits -> runtime.onScheduler(runtime.workers().call(() -> checked(commits))))
        .compose(commits -> FanOut.map(runtime.scheduler(), commits, WINDOW, this::put))
        .onSuccess(done -> step(end + 1, to, promise))
        .onFailure(promise::fail);
  }

  private Future<Read> read(long n) {
    return target
        .trying(() -> source.get(n))
        .map(
            found -> {
              byte[] commit =
                  found.orElseThrow(() -> new VanishedException(place + source.nameOf(n)));
              return new Read(n, commit, Hash.of(commit));
            });
  }

  private List<Read> checked(List<Read> commits) {
    List<Read> checked = new ArrayList<>();
    Hash before = last;
    for (Read commit : commits) {
      String object = place + source.nameOf(commit.n());
      Hash names =
          CommitCodec.decode(object, keys.workspace(), commit.n(), commit.bytes())
              .header()
              .previousHash();
      if (before != null && !before.equals(names)) {
        throw new CorruptObjectException(
            object, "it follows " + names + ", the commit before hashes to " + before);
      }
      before = commit.hash();
      checked.add(commit);
    }
    return checked;
  }

  private Future<Void> put(Read commit) {
    if (first == null) {
      first = commit.hash();
    }
    last = commit.hash();
    bytes += commit.bytes().length;
    return target
        .put(keys.journal().key(ObjectSlots.fileName(commit.n())), commit.bytes())
        .map(
            written -> {
              count.add(written, commit.bytes().length);
              return null;
            });
  }
}
