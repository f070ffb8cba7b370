package io.arco.ledger;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Rereads;
import io.arco.journal.WorkspaceFile;
import io.arco.problem.ProblemException;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** Makes {@code workspace.json} before commit 1, if it is not there. */
final class WorkspaceInitializer {
  private static final int MAX_ATTEMPTS = 8;

  private final LedgerConfig config;
  private boolean done;

  WorkspaceInitializer(LedgerConfig config) {
    this.config = config;
  }

  /**
   * Completes on the scheduler when commit {@code sequence} may be put. Fails with {@link
   * ProblemException} or {@link CorruptObjectException} where the file forbids it.
   */
  Future<Void> ready(long sequence) {
    if (done || sequence > 1) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    attempt(promise, 1);
    return promise.future().onSuccess(ready -> done = true);
  }

  private void attempt(Promise<Void> promise, int attempt) {
    Instant now = Instant.ofEpochMilli(config.runtime().clock().wallMillis());
    byte[] bytes = WorkspaceFile.of(config.workspace(), config.journal().keptIn(), now).encode();
    var key = new WorkspaceKeys(config.workspace()).workspaceFile();
    Future<Boolean> there =
        config
            .store()
            .put(key, bytes, Precondition.ABSENT)
            .compose(
                outcome ->
                    outcome instanceof PutOutcome.Written
                        ? Future.succeededFuture(true)
                        : new Rereads(config.runtime(), config.backoff())
                            .of(() -> onScheduler(config.store().get(key)).map(this::isThere)));
    config
        .runtime()
        .onScheduler(there)
        .onComplete(
            result -> {
              if (result.succeeded() && result.result()) {
                promise.complete();
              } else if (isFinal(result.cause()) || attempt == MAX_ATTEMPTS) {
                promise.fail(result.failed() ? result.cause() : notWritten());
              } else {
                again(promise, attempt + 1);
              }
            });
  }

  private <T> Future<T> onScheduler(Future<T> future) {
    return config.runtime().onScheduler(future);
  }

  private static StoreException notWritten() {
    return new StoreException(
        StoreException.Kind.TRANSIENT, "workspace.json could not be written", null);
  }

  private void again(Promise<Void> promise, int attempt) {
    long delayMillis = config.backoff().delayMillis(attempt - 1, config.runtime().random());
    config.runtime().scheduler().schedule(delayMillis, () -> attempt(promise, attempt));
  }

  private boolean isThere(ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      WorkspaceFile.decode(config.workspace(), found.bytes())
          .requireJournal(config.journal().keptIn());
      return true;
    }
    return false;
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof ProblemException || failure instanceof CorruptObjectException;
  }
}
