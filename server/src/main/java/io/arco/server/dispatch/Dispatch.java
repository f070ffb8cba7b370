package io.arco.server.dispatch;

import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.Run;
import io.arco.planner.run.Runs;
import io.arco.planner.run.TaskRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.server.bus.MessageId;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Hands the tasks of one workspace to workers, and watches over them: polls that wait, timers,
 * heartbeats, eviction of finished runs. What it knows beyond the ledger's state is lost with the
 * process, and costs time only: a new one arms its timers from the state.
 *
 * <p>It observes the ledger of its workspace, and acts from {@link #attach} on. All methods are
 * called on the runtime's scheduler, which is the ledger's, and futures complete there, unless they
 * say that any thread may.
 */
public final class Dispatch implements LedgerObserver {
  private static final Problem GOING_DOWN =
      Problem.of(ErrorCode.UNAVAILABLE, "This server is going down. Nothing was leased.");

  private final Runtime runtime;
  private final OrchestrationDomain domain;
  private final DispatchOptions options;
  private volatile Parts parts;
  private Scheduler.Timer headCheck;
  private boolean checking;
  private long seen;

  /** What works on the ledger. */
  private record Parts(
      Ledger ledger,
      Commands commands,
      Polls polls,
      AttemptTimes times,
      Extensions extensions,
      Retries retries,
      Evictions evictions) {}

  /** Of a ledger that is yet to be opened on this scheduler. */
  public Dispatch(Runtime runtime, OrchestrationDomain domain, DispatchOptions options) {
    this.runtime = runtime;
    this.domain = domain;
    this.options = options;
  }

  /** Begins to act on the ledger that it observes. */
  public void attach(Ledger ledger) {
    Commands commands = new Commands(ledger, options.commandTimeoutMillis());
    AttemptTimes times = new AttemptTimes(runtime, domain, commands, ledger::state);
    parts =
        new Parts(
            ledger,
            commands,
            new Polls(runtime, domain, commands, ledger::state, options.maxWaitingPolls()),
            times,
            new Extensions(runtime, commands, watch -> isLive(ledger.state(), watch)),
            new Retries(runtime, domain, commands, ledger::state),
            new Evictions(domain, commands, ledger::state, options));
    look(ledger.state());
  }

  @Override
  public void committed(WorkspaceState state, int commands, long bytes, boolean own) {
    if (parts != null) {
      look(state);
    }
  }

  @Override
  public void openedAnew(WorkspaceState state) {
    if (parts != null) {
      parts.times().clear();
      parts.retries().clear();
      seen = 0;
      look(state);
    }
  }

  @Override
  public void published(long sequence) {
    if (parts != null) {
      parts.evictions().published(sequence);
    }
  }

  @Override
  public void stopped(Problem problem) {
    if (parts != null) {
      parts.polls().close(problem);
      parts.times().close();
      parts.extensions().close();
      parts.retries().close();
      parts = null;
    }
    cancelHeadCheck();
  }

  /** Answers the polls that wait with nothing, and takes no more: the server is going down. */
  public void drain() {
    if (parts != null) {
      parts.polls().close(GOING_DOWN);
    }
  }

  /**
   * Leases tasks for a worker, as soon as there are any; answers an empty list when there are none
   * in time. Fails with {@link io.arco.problem.ProblemException}: OVERLOADED if too many wait.
   */
  public Future<Leased> lease(LeaseAsk ask) {
    if (parts == null) {
      return Future.failedFuture(GOING_DOWN.asException());
    }
    Future<Leased> leased = parts.polls().lease(ask);
    planHeadCheck();
    return leased;
  }

  /** Says that whoever asked has gone: what it does not have yet, it is not given. */
  public void leave(MessageId poll) {
    if (parts != null) {
      parts.polls().leave(poll);
    }
  }

  /**
   * Notes that a worker is still at a task. Fails with {@link io.arco.problem.ProblemException}:
   * TASK_EXPIRED if the attempt does not live.
   */
  public Future<Heard> heartbeat(Heartbeat heartbeat) {
    if (parts == null) {
      return Future.failedFuture(GOING_DOWN.asException());
    }
    Watch known = liveWatch(heartbeat);
    if (known != null) {
      return Future.succeededFuture(heard(heartbeat, known));
    }
    // It may have been leased by another server, a moment ago.
    return parts
        .commands()
        .look()
        .map(
            looked -> {
              Watch found = parts == null ? null : liveWatch(heartbeat);
              if (found == null) {
                throw expired(heartbeat).asException();
              }
              return heard(heartbeat, found);
            });
  }

  private Watch liveWatch(Heartbeat heartbeat) {
    Watch watch = parts.times().find(heartbeat.ref(), heartbeat.attempt(), heartbeat.attemptId());
    return watch != null && isLive(parts.ledger().state(), watch) ? watch : null;
  }

  private Heard heard(Heartbeat heartbeat, Watch watch) {
    parts.times().heard(watch);
    parts.extensions().add(watch);
    watch.progress(new Progress(heartbeat.percent(), heartbeat.message()));
    WorkspaceState state = parts.ledger().state();
    Run run = state.of(domain).runs().run(heartbeat.run()).orElseThrow();
    return run.cancel() == null
        ? new Heard(false, null, state.sequence())
        : new Heard(true, run.cancel().reason(), state.sequence());
  }

  private static Problem expired(Heartbeat heartbeat) {
    return Problem.of(
            ErrorCode.TASK_EXPIRED, "The attempt does not live any more; its worker must stop.")
        .with("task", heartbeat.ref().text())
        .with("attempt", heartbeat.attempt());
  }

  private boolean isLive(WorkspaceState state, Watch watch) {
    Optional<LiveAttempt> live = state.of(domain).runs().liveAttempt(watch.task());
    return live.isPresent() && watch.isOf(live.get());
  }

  /** What a worker said last of the task it is at, or null. From any thread. */
  public Progress progress(TaskRef task) {
    Parts known = parts;
    return known == null ? null : known.times().progress(task);
  }

  /** How many polls wait. From any thread. */
  public int waitingPolls() {
    Parts known = parts;
    return known == null ? 0 : known.polls().waiting();
  }

  /** How many attempts live, as far as is known here. From any thread. */
  public int liveAttempts() {
    Parts known = parts;
    return known == null ? 0 : known.ledger().state().of(domain).runs().liveAttempts();
  }

  private void look(WorkspaceState state) {
    long behind = seen;
    seen = state.sequence();
    parts.times().look(state, behind);
    parts.retries().look(state, behind);
    parts.polls().serve();
    planHeadCheck();
  }

  /** Another server's commits are seen by reading only. */
  private void planHeadCheck() {
    if (headCheck == null && !checking && parts != null && mustCheckHead()) {
      headCheck = runtime.scheduler().schedule(options.headCheckMillis(), this::checkHead);
    }
  }

  private boolean mustCheckHead() {
    Runs runs = parts.ledger().state().of(domain).runs();
    return runs.liveAttempts() > 0 || (runs.unfinished() > 0 && parts.polls().waiting() > 0);
  }

  private void checkHead() {
    headCheck = null;
    if (parts == null || !mustCheckHead()) {
      return;
    }
    checking = true;
    parts
        .commands()
        .look(options.headCheckMillis())
        .onComplete(
            looked -> {
              checking = false;
              planHeadCheck();
            });
  }

  private void cancelHeadCheck() {
    if (headCheck != null) {
      headCheck.cancel();
      headCheck = null;
    }
  }
}
