package io.arco.server.tasklog;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logs that are followed live on this server, so that they are not too many. Thread-safe. */
public final class TailCount {
  private final int limit;
  private final Map<LogTail, Context> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** At most so many. */
  public TailCount(int limit) {
    this.limit = limit;
  }

  /**
   * Counts one more.
   *
   * @throws io.arco.problem.ProblemException OVERLOADED if there are as many as may be, UNAVAILABLE
   *     if the server goes down
   */
  public void check() {
    if (closed) {
      throw Problem.of(ErrorCode.UNAVAILABLE, "This server is going down.").asException();
    }
    if (open.size() >= limit) {
      throw Problem.of(ErrorCode.OVERLOADED, "Too many logs are followed live already.")
          .with("limit", limit)
          .asException();
    }
  }

  /** Counts it, until it is removed. */
  public void add(LogTail tail, Context context) {
    open.put(tail, context);
  }

  /** It is over. */
  public void remove(LogTail tail) {
    open.remove(tail);
  }

  /** Ends all of them, and takes no more; completes when they have ended. */
  public Future<Void> close() {
    closed = true;
    List<Future<Void>> closing = new ArrayList<>();
    open.forEach(
        (tail, context) -> {
          Promise<Void> promise = Promise.promise();
          context.runOnContext(
              ignored -> {
                tail.close();
                promise.complete();
              });
          closing.add(promise.future());
        });
    return Future.join(closing).mapEmpty();
  }
}
