package io.arco.log;

import io.arco.journal.Hash;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Optional;

/**
 * A prefix of entries 1, 2, 3 …, each put if absent and never changed: whoever created {@code n}
 * has written {@code n}, and the next number is the lock. See
 * docs/design/001-numbered-log-and-ledger.md for what is done about each failure, and
 * docs/design/007-retention.md for what keeps a number a lock though old entries are deleted.
 *
 * <p>Methods are called on the runtime's scheduler, and their futures complete there.
 */
public final class NumberedLog {
  /** How many entries a tail read asks for at once. */
  public static final int READ_AHEAD = 16;

  /** How often an entry is read before damage to it is believed. */
  public static final int MAX_READS = 6;

  private final Slots slots;
  private final Runtime runtime;
  private final Backoff backoff;
  private final EntryCheck check;
  private final NumberFence fence;
  private boolean closed;

  /**
   * A log over these slots that takes what it reads for sound.
   *
   * @param neverDeleted how many of its first entries retention spares
   */
  public NumberedLog(Slots slots, Runtime runtime, Backoff backoff, long neverDeleted) {
    this(slots, runtime, backoff, neverDeleted, EntryCheck.NONE);
  }

  /**
   * A log over these slots.
   *
   * @param neverDeleted how many of its first entries retention spares
   * @param check what it reads is held to
   */
  public NumberedLog(
      Slots slots, Runtime runtime, Backoff backoff, long neverDeleted, EntryCheck check) {
    this.slots = slots;
    this.check = check;
    this.runtime = runtime;
    this.backoff = backoff;
    this.fence = new NumberFence(runtime.clock(), neverDeleted);
  }

  /**
   * Contests slot {@code n}. The future completes only when the slot is known to be occupied,
   * however long that takes: until then the same bytes are put at the same number again and again,
   * and the caller must not put anything else. It fails with {@link LogClosedException}, and with
   * {@link ProblemException} where the slots say that entries are gone: then the outcome is
   * unknown.
   *
   * @param bytes unlike any other writer's bytes (they carry an id)
   * @param previous the hash of entry {@code n − 1} as the caller knows it, to tell whether it is
   *     still there
   */
  public Future<Decided> append(long n, byte[] bytes, Hash previous) {
    if (!fence.covers(n) && !fence.isProvenByPredecessor(n)) {
      return Future.succeededFuture(new Decided.Fenced(true));
    }
    Contest contest = new Contest(n, bytes, previous);
    contest.put();
    return contest.decided.future();
  }

  /**
   * Reads entry {@code n}. Bytes that are not sound may have been damaged on their way: they are
   * read again, {@value #MAX_READS} times in all, and handed out as they are only then. Fails with
   * {@link io.arco.store.StoreException} when the store does, and with {@link LogClosedException}
   * after {@link #close}.
   */
  public Future<Optional<byte[]>> read(long n) {
    return readSound(n, 1);
  }

  private Future<Optional<byte[]>> readSound(long n, int attempt) {
    return readOnce(n)
        .compose(
            entry ->
                attempt == MAX_READS || entry.isEmpty() || check.isSound(n, entry.get())
                    ? Future.succeededFuture(entry)
                    : rest(attempt).compose(rested -> readSound(n, attempt + 1)));
  }

  private Future<Void> rest(int attempt) {
    Promise<Void> promise = Promise.promise();
    long delayMillis = backoff.delayMillis(attempt, runtime.random());
    runtime.scheduler().schedule(delayMillis, promise::complete);
    return promise.future();
  }

  private Future<Optional<byte[]>> readOnce(long n) {
    return runtime
        .onScheduler(slots.get(n))
        .transform(
            got -> {
              if (closed) {
                return Future.failedFuture(new LogClosedException());
              }
              return got.succeeded()
                  ? Future.succeededFuture(got.result())
                  : Future.failedFuture(got.cause());
            });
  }

  /**
   * Reads entries from {@code from} to the first absent one, {@value #READ_AHEAD} at a time, in
   * order, and makes sure that each was never emptied.
   *
   * @param previous the hash of entry {@code from − 1} as the caller knows it
   */
  public Tail tail(long from, Hash previous) {
    return new Tail(this, from, previous, true);
  }

  /**
   * The same for a reader who has nothing to go on, such as a hint: where it ends proves nothing
   * before the caller has proven it.
   */
  public Tail unprovenTail(long from) {
    return new Tail(this, from, Hash.NONE, false);
  }

  /** This moment, to be handed to {@link #intact} later. */
  public Moment now() {
    return fence.now();
  }

  /**
   * Says that at this moment no slot from {@code from} on had been emptied, or was to be within
   * {@link NumberFence#MIN_KEPT_MILLIS}: they were undecided then, or no checkpoint included them.
   */
  public void intact(long from, Moment at) {
    fence.intact(from, at);
  }

  /** Whether slot {@code n} is known to be intact without asking the store. */
  public boolean covers(long n) {
    return fence.covers(n);
  }

  /**
   * Whether the entry before slot {@code n} is there and hashes to this, so that slot {@code n} was
   * not emptied before this call. Fails as {@link #read} does.
   */
  Future<Boolean> isPredecessor(long n, Hash previous) {
    return fence.isProvenByPredecessor(n)
        ? read(n - 1).map(entry -> entry.isPresent() && Hash.of(entry.get()).equals(previous))
        : Future.succeededFuture(false);
  }

  /** The name of entry {@code n} for messages. */
  public String nameOf(long n) {
    return slots.nameOf(n);
  }

  /** Ends every pending call; what was being put stays undecided. */
  public void close() {
    closed = true;
  }

  /** One slot, one writer, until decided. */
  private final class Contest {
    private final long n;
    private final byte[] bytes;
    private final Hash previous;
    private final Moment began = fence.now();
    private final Promise<Decided> decided = Promise.promise();
    private int attempts;
    private boolean undecided;

    Contest(long n, byte[] bytes, Hash previous) {
      this.n = n;
      this.bytes = bytes;
      this.previous = previous;
    }

    void put() {
      if (closed) {
        decided.fail(new LogClosedException());
        return;
      }
      runtime
          .onScheduler(slots.putIfAbsent(n, bytes))
          .onSuccess(this::answered)
          .onFailure(this::refused);
    }

    /** A failed put was certainly not applied; no put before it may still be on its way, though. */
    private void refused(Throwable failure) {
      if (undecided) {
        look();
      } else {
        decided.fail(failure);
      }
    }

    private void answered(PutOutcome outcome) {
      if (outcome instanceof PutOutcome.Written) {
        settle(new Decided.Won());
      } else {
        undecided = true;
        look();
      }
    }

    /** Anything but Written proves nothing: what stands in the slot decides. */
    private void look() {
      read(n)
          .onComplete(
              got -> {
                if (got.cause() instanceof ProblemException) {
                  decided.fail(got.cause());
                } else if (got.failed()) {
                  again(this::look);
                } else if (got.result().isEmpty()) {
                  again(this::put);
                } else if (Arrays.equals(got.result().get(), bytes)) {
                  settle(new Decided.Won());
                } else {
                  settle(new Decided.Lost(got.result().get()));
                }
              });
    }

    /** The slot is occupied; what that says depends on whether it was ever emptied. */
    private void settle(Decided outcome) {
      if (fence.covers(n)) {
        end(outcome);
        return;
      }
      isPredecessor(n, previous)
          .onComplete(
              isThere -> {
                if (isThere.failed()) {
                  again(() -> settle(outcome));
                } else if (isThere.result()) {
                  end(outcome);
                } else {
                  decided.complete(new Decided.Fenced(wasEmptiedBefore()));
                }
              });
    }

    private void end(Decided outcome) {
      if (outcome instanceof Decided.Won) {
        fence.intact(n, began);
      }
      decided.complete(outcome);
    }

    /**
     * The entry before is gone, so what was decided in slot {@code n} is at least {@link
     * NumberFence#MIN_KEPT_MILLIS} old. If we began much later than that, ours was not it.
     */
    private boolean wasEmptiedBefore() {
      return fence.isProvenByPredecessor(n)
          && began.millisTo(fence.now()) <= NumberFence.TRUST_MILLIS;
    }

    private void again(Runnable step) {
      if (closed) {
        decided.fail(new LogClosedException());
        return;
      }
      attempts++;
      long delayMillis = backoff.delayMillis(attempts, runtime.random());
      runtime.scheduler().schedule(delayMillis, step);
    }
  }
}
