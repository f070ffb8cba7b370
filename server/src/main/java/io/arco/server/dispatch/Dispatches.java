package io.arco.server.dispatch;

import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.run.TaskRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.owner.LedgerOpener;
import io.arco.server.owner.Observers;
import io.arco.server.owner.Workspaces;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The dispatch of each workspace that is open on this node: opens ledgers as another opener does,
 * and gives each one that observes it. It ends with its ledger.
 */
public final class Dispatches implements LedgerOpener {
  private final LedgerOpener ledgers;
  private final OrchestrationDomain domain;
  private final Clock clock;
  private final Workers workers;
  private final RandomGenerator random;
  private final DispatchOptions options;
  private final Map<Workspace, Dispatch> open = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /**
   * None yet.
   *
   * @param ledgers opens the ledgers
   * @param domain what runs are part of
   * @param random used on the scheduler of the ledgers only
   */
  public Dispatches(
      LedgerOpener ledgers,
      OrchestrationDomain domain,
      Clock clock,
      Workers workers,
      RandomGenerator random,
      DispatchOptions options) {
    this.ledgers = ledgers;
    this.domain = domain;
    this.clock = clock;
    this.workers = workers;
    this.random = random;
    this.options = options;
  }

  @Override
  public Future<Ledger> open(Workspace workspace, Scheduler scheduler, LedgerObserver observer) {
    Dispatch dispatch =
        new Dispatch(new Runtime(clock, scheduler, workers, random), domain, options);
    LedgerObserver forgets =
        new LedgerObserver() {
          @Override
          public void stopped(Problem problem) {
            open.remove(workspace, dispatch);
          }
        };
    return ledgers
        .open(workspace, scheduler, new Observers(List.of(observer, dispatch, forgets)))
        .map(
            ledger -> {
              open.put(workspace, dispatch);
              dispatch.attach(ledger);
              return ledger;
            });
  }

  /** The dispatch of a workspace, which is opened if it is not; completes on any thread. */
  public Future<Dispatch> of(Workspaces workspaces, Workspace workspace) {
    return workspaces
        .open(workspace)
        .map(
            ledger -> {
              Dispatch dispatch = open.get(workspace);
              if (dispatch == null || draining) {
                throw Problem.of(ErrorCode.UNAVAILABLE, "This server is going down.").asException();
              }
              return dispatch;
            });
  }

  /** What a worker said last of the task it is at, or null. From any thread. */
  public Progress progress(Workspace workspace, TaskRef task) {
    Dispatch dispatch = open.get(workspace);
    return dispatch == null ? null : dispatch.progress(task);
  }

  /** How many polls wait in all workspaces. From any thread. */
  public int waitingPolls() {
    return open.values().stream().mapToInt(Dispatch::waitingPolls).sum();
  }

  /** How many attempts live in all workspaces. From any thread. */
  public int liveAttempts() {
    return open.values().stream().mapToInt(Dispatch::liveAttempts).sum();
  }

  /** Answers all polls that wait, and takes no more. On the scheduler. */
  public void drain() {
    draining = true;
    open.values().forEach(Dispatch::drain);
  }
}
