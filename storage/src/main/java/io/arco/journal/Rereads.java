package io.arco.journal;

import io.arco.log.Backoff;
import io.arco.log.NumberedLog;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Reads again what came damaged: bytes may be flipped or cut on their way while those in the store
 * are sound. Only damage that {@value NumberedLog#MAX_READS} reads have met is believed.
 *
 * @param runtime where it waits between reads
 * @param backoff how long
 */
public record Rereads(Runtime runtime, Backoff backoff) {
  /**
   * What a read and its checks give. Repeats both while they fail with {@link
   * CorruptObjectException}, or with FORMAT_TOO_NEW, which a flipped digit looks like.
   */
  public <T> Future<T> of(Supplier<Future<T>> read) {
    return attempt(read, 1);
  }

  private <T> Future<T> attempt(Supplier<Future<T>> read, int attempt) {
    return read.get()
        .recover(
            failure ->
                attempt < NumberedLog.MAX_READS && mayBeDamage(failure)
                    ? rest(attempt).compose(rested -> attempt(read, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private static boolean mayBeDamage(Throwable failure) {
    return failure instanceof CorruptObjectException
        || (failure instanceof ProblemException problem
            && problem.problem().code() == ErrorCode.FORMAT_TOO_NEW);
  }

  private Future<Void> rest(int attempt) {
    Promise<Void> promise = Promise.promise();
    long delayMillis = backoff.delayMillis(attempt, runtime.random());
    runtime.scheduler().schedule(delayMillis, promise::complete);
    return promise.future();
  }
}
