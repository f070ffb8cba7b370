package io.arco.server.dispatch;

import io.arco.log.Backoff;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.server.journal.Journals;
import io.arco.server.owner.Workspaces;
import io.arco.store.ObjectStore;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceListing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, once at the start of a server, the workspaces in which runs are under way, so that their
 * timers go on though nobody asks for them. It takes its time: whoever asks for a workspace
 * meanwhile opens it as ever.
 *
 * <p>It costs a page of a list for each workspace of the store, and what {@link WorkUnderWay}
 * reads. One that can't be looked at or opened is told of in the log, and left to whoever asks for
 * it.
 */
public final class Awakening {
  /** How many workspaces are looked at, in the order of their keys. */
  public static final int MAX_WORKSPACES = 10_000;

  /** How many are listed before they are looked at. */
  static final int PAGE = 64;

  /** How many are looked at or opened at once. */
  static final int AT_ONCE = 4;

  /** How often a look and an opening are tried while the store can't be reached. */
  static final int MAX_TRIES = 6;

  private static final Backoff PAUSES = new Backoff(100, 5_000);
  private static final Logger LOG = LoggerFactory.getLogger(Awakening.class);

  private final WorkspaceListing listing;
  private final WorkUnderWay underWay;
  private final Workspaces workspaces;
  private final Runtime runtime;
  private final int maxOpened;
  private int lookedAt;
  private int opened;
  private int failed;
  private int left;
  private volatile boolean stopped;

  /**
   * What came of it.
   *
   * @param lookedAt how many workspaces were looked at
   * @param opened in how many work was under way, and they are open
   * @param failed how many could not be looked at or opened
   * @param left in how many work is under way that were not opened, as enough are open
   */
  public record Outcome(int lookedAt, int opened, int failed, int left) {}

  /**
   * Begins nothing yet.
   *
   * @param store the whole store; only read
   * @param journals where commits are kept
   * @param workspaces where they are opened
   * @param runtime all of it runs on its scheduler
   * @param maxOpened it opens no more than these: others need room too
   */
  public Awakening(
      ObjectStore store, Journals journals, Workspaces workspaces, Runtime runtime, int maxOpened) {
    this.listing = new WorkspaceListing(store);
    this.underWay = new WorkUnderWay(store, journals, runtime);
    this.workspaces = workspaces;
    this.runtime = runtime;
    this.maxOpened = maxOpened;
  }

  /**
   * Looks and opens; called once, from any thread. Fails with {@link StoreException} if the store
   * can't be listed, and never for one workspace.
   */
  public Future<Outcome> run() {
    return page(null)
        .map(ended -> new Outcome(lookedAt, opened, failed, left))
        .onSuccess(Awakening::log)
        .onFailure(this::log);
  }

  /** Begins nothing more: the server is going down. */
  public void stop() {
    stopped = true;
  }

  private Future<Void> page(Workspace last) {
    int limit = Math.min(PAGE, MAX_WORKSPACES - lookedAt);
    if (limit == 0 || stopped) {
      return Future.succeededFuture();
    }
    return tried(() -> listing.next(last, limit), 1)
        .compose(
            found ->
                FanOut.map(runtime.scheduler(), found, AT_ONCE, this::one)
                    .compose(
                        done ->
                            found.size() < limit
                                ? Future.succeededFuture()
                                : page(found.get(found.size() - 1))));
  }

  private Future<Void> one(Workspace workspace) {
    if (stopped) {
      return Future.succeededFuture();
    }
    lookedAt++;
    return tried(() -> underWay.in(workspace), 1)
        .compose(is -> is ? open(workspace) : Future.succeededFuture())
        .recover(failure -> failed(workspace, failure));
  }

  private Future<Void> open(Workspace workspace) {
    if (opened >= maxOpened) {
      left++;
      return Future.succeededFuture();
    }
    opened++;
    return tried(() -> workspaces.open(workspace), 1).onFailure(failure -> opened--).mapEmpty();
  }

  private Future<Void> failed(Workspace workspace, Throwable failure) {
    failed++;
    if (!stopped) {
      LOG.atWarn()
          .addKeyValue("tenant", workspace.tenant().name())
          .addKeyValue("workspace", workspace.name())
          .addKeyValue("failure", String.valueOf(failure.getMessage()))
          .log("whether runs are under way is not known until the workspace is asked for");
    }
    return Future.succeededFuture();
  }

  /** What a step gives, on the scheduler; tried again while the store can't be reached. */
  private <T> Future<T> tried(Supplier<Future<T>> step, int attempt) {
    return runtime
        .onScheduler(step.get())
        .recover(
            failure ->
                attempt < MAX_TRIES && !stopped && mayPass(failure)
                    ? rest(attempt).compose(rested -> tried(step, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof StoreException store
        ? store.kind() == StoreException.Kind.TRANSIENT
        : failure instanceof ProblemException problem
            && problem.problem().code() == ErrorCode.UNAVAILABLE;
  }

  private Future<Void> rest(int attempt) {
    Promise<Void> promise = Promise.promise();
    runtime.scheduler().schedule(PAUSES.delayMillis(attempt, runtime.random()), promise::complete);
    return promise.future();
  }

  private static void log(Outcome outcome) {
    if (outcome.opened() + outcome.left() > 0) {
      LOG.atInfo()
          .addKeyValue("workspaces", outcome.lookedAt())
          .addKeyValue("opened", outcome.opened())
          .addKeyValue("left", outcome.left())
          .log("workspaces in which runs are under way were opened");
    }
  }

  private void log(Throwable failure) {
    if (!stopped) {
      LOG.atWarn()
          .addKeyValue("failure", String.valueOf(failure.getMessage()))
          .log("workspaces in which runs are under way are opened when they are asked for");
    }
  }
}
