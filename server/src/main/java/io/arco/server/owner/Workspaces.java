package io.arco.server.owner;

import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Scheduler;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The workspaces that are open on this node: each is opened once, when first used. Any thread asks;
 * ledgers run on the owner's scheduler. A workspace that could not be opened, or whose ledger has
 * stopped, is forgotten, so that the next use tries again.
 */
public final class Workspaces {
  private final LedgerOpener opener;
  private final Scheduler scheduler;
  private final int maxOpenWorkspaces;
  private final ConcurrentMap<Workspace, Future<Ledger>> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * None open yet.
   *
   * @param maxOpenWorkspaces one more is OVERLOADED; at least 1
   */
  public Workspaces(LedgerOpener opener, Scheduler scheduler, int maxOpenWorkspaces) {
    this.opener = opener;
    this.scheduler = scheduler;
    this.maxOpenWorkspaces = maxOpenWorkspaces;
  }

  /**
   * The workspace's ledger. Fails with {@link io.arco.problem.ProblemException}: OVERLOADED when
   * too many are open, UNAVAILABLE when this node is going down, else what opening failed with.
   * Completes on any thread.
   */
  public Future<Ledger> open(Workspace workspace) {
    Future<Ledger> known = open.get(workspace);
    return known != null ? known : begin(workspace);
  }

  /** The newest sequence this node knows of the workspace; 0 while it is not open. */
  public long knownSequence(Workspace workspace) {
    Future<Ledger> known = open.get(workspace);
    return known != null && known.succeeded() ? known.result().state().sequence() : 0;
  }

  /** How many are open or being opened. */
  public int count() {
    return open.size();
  }

  /** Those that are open, at this moment. */
  public List<Ledger> ledgers() {
    List<Ledger> ledgers = new ArrayList<>();
    for (Future<Ledger> ledger : open.values()) {
      if (ledger.succeeded()) {
        ledgers.add(ledger.result());
      }
    }
    return ledgers;
  }

  private synchronized Future<Ledger> begin(Workspace workspace) {
    Future<Ledger> known = open.get(workspace);
    if (known != null) {
      return known;
    }
    if (closed) {
      return Future.failedFuture(
          Problem.of(ErrorCode.UNAVAILABLE, "This server is going down.").asException());
    }
    if (open.size() >= maxOpenWorkspaces) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "Too many workspaces are open on this server.")
              .with("maxOpenWorkspaces", maxOpenWorkspaces)
              .asException());
    }
    Promise<Ledger> promise = Promise.promise();
    Future<Ledger> opening = promise.future();
    open.put(workspace, opening);
    opening.onFailure(failure -> open.remove(workspace, opening));
    scheduler.execute(() -> start(workspace, promise));
    return opening;
  }

  private void start(Workspace workspace, Promise<Ledger> promise) {
    LedgerObserver forgets =
        new LedgerObserver() {
          @Override
          public void stopped(Problem problem) {
            open.remove(workspace, promise.future());
          }
        };
    Future<Ledger> opening;
    try {
      opening = opener.open(workspace, scheduler, forgets);
    } catch (RuntimeException e) {
      promise.fail(e);
      return;
    }
    opening.onComplete(promise);
  }

  /**
   * Opens no more and closes those that are open, once they have done what they have begun. Ends
   * well whatever a ledger's close says.
   */
  public Future<Void> close() {
    List<Future<Ledger>> toClose;
    synchronized (this) {
      closed = true;
      toClose = List.copyOf(open.values());
    }
    List<Future<Void>> closing = new ArrayList<>();
    for (Future<Ledger> ledger : toClose) {
      closing.add(ledger.compose(Ledger::close).otherwiseEmpty());
    }
    return Future.join(closing).mapEmpty();
  }
}
