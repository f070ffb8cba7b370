package io.arco.log;

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
 * docs/design/001-numbered-log-and-ledger.md for what is done about each failure.
 *
 * <p>Methods are called on the runtime's scheduler, and their futures complete there.
 */
public final class NumberedLog {
  /** How many entries a tail read asks for at once. */
  public static final int READ_AHEAD = 16;

  private final Slots slots;
  private final Runtime runtime;
  private final Backoff backoff;
  private boolean closed;

  /** A log over these slots. */
  public NumberedLog(Slots slots, Runtime runtime, Backoff backoff) {
    this.slots = slots;
    this.runtime = runtime;
    this.backoff = backoff;
  }

  /**
   * Contests slot {@code n}. The future completes only when the slot is known to be occupied,
   * however long that takes: until then the same bytes are put at the same number again and again,
   * and the caller must not put anything else. It fails with {@link LogClosedException}, and with
   * {@link ProblemException} where the slots say that entries are gone: then the outcome is
   * unknown.
   *
   * @param bytes unlike any other writer's bytes (they carry an id)
   */
  public Future<Decided> append(long n, byte[] bytes) {
    Contest contest = new Contest(n, bytes);
    contest.put();
    return contest.decided.future();
  }

  /**
   * Reads entry {@code n} once. Fails with {@link io.arco.store.StoreException} when the store
   * does, and with {@link LogClosedException} after {@link #close}.
   */
  public Future<Optional<byte[]>> read(long n) {
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
   * order.
   */
  public Tail tail(long from) {
    return new Tail(this, from);
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
    private final Promise<Decided> decided = Promise.promise();
    private int attempts;
    private boolean undecided;

    Contest(long n, byte[] bytes) {
      this.n = n;
      this.bytes = bytes;
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
        decided.complete(new Decided.Won());
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
                  decided.complete(new Decided.Won());
                } else {
                  decided.complete(new Decided.Lost(got.result().get()));
                }
              });
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
