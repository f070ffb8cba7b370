package io.arco.server.queries;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** One query from before its text was judged until it has ended. Thread-safe. */
public final class TrackedQuery {
  /** Statements are kept up to so many characters. */
  static final int MAX_STATEMENT = 1_000;

  private final Queries queries;
  private final String id;
  private final QueryOrigin origin;
  private final boolean isStatementCut;
  private final Progress progress;
  private final long startedMillis;
  private final long startedNanos;
  private final Promise<Void> ended = Promise.promise();
  private volatile QueryState state = QueryState.RUNNING;
  private volatile ErrorCode failureOrNull;
  private volatile long sequence;
  private volatile long endedNanos;
  private volatile boolean hasEnded;

  TrackedQuery(
      Queries queries,
      String id,
      QueryOrigin origin,
      Progress progress,
      long startedMillis,
      long startedNanos) {
    String statement = origin.statement();
    this.queries = queries;
    this.id = id;
    this.isStatementCut = statement.length() > MAX_STATEMENT;
    this.origin =
        isStatementCut
            ? new QueryOrigin(
                origin.kind(),
                origin.workspace(),
                origin.caller(),
                statement.substring(0, MAX_STATEMENT))
            : origin;
    this.progress = progress;
    this.startedMillis = startedMillis;
    this.startedNanos = startedNanos;
  }

  /** Names it, within its server. */
  public String id() {
    return id;
  }

  /** Where it came from; the statement may be cut. */
  public QueryOrigin origin() {
    return origin;
  }

  /** Whether the statement was longer. */
  public boolean isStatementCut() {
    return isStatementCut;
  }

  /** How far it is. */
  public QueryState state() {
    return state;
  }

  /** What it failed with, if it did. */
  public Optional<ErrorCode> failure() {
    return Optional.ofNullable(failureOrNull);
  }

  /** When it came, in milliseconds since the epoch. */
  public long startedMillis() {
    return startedMillis;
  }

  /** How long it took, or has taken yet, in milliseconds. */
  public long elapsedMillis() {
    long until = hasEnded ? endedNanos : queries.nanoTime();
    return (until - startedNanos) / 1_000_000;
  }

  long elapsedNanos() {
    return endedNanos - startedNanos;
  }

  /** How much of its result was made. */
  public Progress progress() {
    return progress;
  }

  /** The commit that it shows the state of; 0 until that is known. */
  public long sequence() {
    return sequence;
  }

  /** Tells the commit that it shows the state of. */
  public void sequence(long of) {
    sequence = of;
  }

  /** Has it ended, unless it has or will; whether this is what does. */
  public boolean cancel() {
    synchronized (this) {
      if (state != QueryState.RUNNING) {
        return false;
      }
      state = QueryState.CANCELLING;
    }
    progress.cancel();
    return true;
  }

  /** Completes when it has ended, whichever way. */
  public Future<Void> ended() {
    return ended.future();
  }

  /**
   * It has ended. The first end counts.
   *
   * @param isWhole whether all of its result was made
   * @param failureOrNull why not
   */
  public void end(boolean isWhole, Throwable failureOrNull) {
    synchronized (this) {
      if (hasEnded) {
        return;
      }
      endedNanos = queries.nanoTime();
      hasEnded = true;
      this.failureOrNull = code(failureOrNull);
      boolean isCancelled =
          !isWhole
              && (failureOrNull == null
                  || state == QueryState.CANCELLING
                  || this.failureOrNull == ErrorCode.QUERY_CANCELLED);
      if (isCancelled) {
        this.failureOrNull = ErrorCode.QUERY_CANCELLED;
      }
      state =
          isWhole ? QueryState.SUCCEEDED : isCancelled ? QueryState.CANCELLED : QueryState.FAILED;
    }
    queries.ended(this);
    ended.tryComplete();
  }

  private static ErrorCode code(Throwable failureOrNull) {
    return failureOrNull == null
        ? null
        : failureOrNull instanceof ProblemException known
            ? known.problem().code()
            : ErrorCode.INTERNAL;
  }
}
