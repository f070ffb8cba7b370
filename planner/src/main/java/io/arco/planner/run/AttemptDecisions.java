package io.arco.planner.run;

import io.arco.journal.Hash;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.RunEvent.AttemptsExpired;
import io.arco.planner.RunEvent.AttemptsExtended;
import io.arco.planner.RunEvent.RetriesReleased;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.RunEvent.TaskStarted;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.RetryPolicy;
import io.arco.planner.run.Answers.Acknowledged;
import io.arco.planner.run.Answers.CompletionAnswer;
import io.arco.planner.run.Answers.Counted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Decides what is said of attempts, by their workers and by timers. */
final class AttemptDecisions {
  private final OrchestrationState state;
  private final RunLimits limits;

  AttemptDecisions(OrchestrationState state, RunLimits limits) {
    this.state = state;
    this.limits = limits;
  }

  /** A task that a command names. */
  private record Named(TaskRef ref, Run run, Task task) {
    /** Whether its live attempt is this one. */
    boolean lives(int attempt) {
      return task.live() != null && task.live().number() == attempt;
    }

    boolean lives(int attempt, UUID id) {
      return lives(attempt) && task.live().id().equals(id);
    }

    /** An attempt of it that has ended, or null. */
    PastAttempt past(int attempt, UUID id) {
      boolean isThere = attempt >= 1 && attempt <= task.past().size();
      PastAttempt past = isThere ? task.past().get(attempt - 1) : null;
      return past != null && past.id().equals(id) ? past : null;
    }
  }

  private Optional<Named> find(TaskRef ref) {
    return state
        .runs()
        .run(ref.run())
        .filter(run -> run.has(ref.task()))
        .map(run -> new Named(ref, run, run.task(ref.task())));
  }

  private Named named(TaskRef ref) {
    return find(ref).orElseThrow(() -> RunProblems.taskNotFound(ref).asException());
  }

  /** Refuses what is said of an attempt that does not live. */
  private static void checkLives(Named named, int attempt, UUID id) {
    Task task = named.task();
    if (named.lives(attempt, id)) {
      return;
    }
    PastAttempt past = named.past(attempt, id);
    if (past != null && past.expired() == null) {
      throw RunProblems.attemptCompleted(named.ref(), past).asException();
    }
    if (task.state().isFinal()) {
      throw RunProblems.taskTerminal(named.ref(), task.state()).asException();
    }
    int expected = task.live() != null ? task.live().number() : task.attempts() + 1;
    throw RunProblems.attemptMismatch(named.ref(), expected, attempt).asException();
  }

  Decision<OrchestrationState, OrchestrationEvent> start(StartTask command) {
    Named named = named(new TaskRef(command.run(), command.task()));
    checkLives(named, command.attempt(), command.attemptId());
    boolean isFirst = named.task().state() == TaskState.LEASED;
    List<OrchestrationEvent> events =
        isFirst
            ? List.of(new TaskStarted(command.run(), command.task(), command.attempt()))
            : List.of();
    Acknowledged answer = acknowledged(named.run());
    return new Accepted<>(events, after -> answer);
  }

  private static Acknowledged acknowledged(Run run) {
    CancelRequest cancel = run.cancel();
    return new Acknowledged(cancel != null, cancel == null ? null : cancel.reason());
  }

  Decision<OrchestrationState, OrchestrationEvent> extend(ExtendAttempts command) {
    checkBatch("/attempts", command.attempts().size(), limits);
    List<AttemptRef> living = new ArrayList<>();
    Set<TaskRef> seen = new HashSet<>();
    for (AttemptRef ref : command.attempts()) {
      if (find(ref.ref()).filter(named -> named.lives(ref.attempt())).isPresent()
          && seen.add(ref.ref())) {
        living.add(ref);
      }
    }
    return counted(living, new AttemptsExtended(living));
  }

  private static Decision<OrchestrationState, OrchestrationEvent> counted(
      List<?> named, OrchestrationEvent event) {
    List<OrchestrationEvent> events = named.isEmpty() ? List.of() : List.of(event);
    return new Accepted<>(events, after -> new Counted(named.size()));
  }

  Decision<OrchestrationState, OrchestrationEvent> release(ReleaseRetries command) {
    checkBatch("/tasks", command.tasks().size(), limits);
    List<AttemptRef> waiting = new ArrayList<>();
    Set<TaskRef> seen = new HashSet<>();
    for (AttemptRef ref : command.tasks()) {
      Task task = find(ref.ref()).map(Named::task).orElse(null);
      if (task != null
          && task.state() == TaskState.RETRY_WAIT
          && task.attempts() == ref.attempt()
          && seen.add(ref.ref())) {
        waiting.add(ref);
      }
    }
    return counted(waiting, new RetriesReleased(waiting));
  }

  Decision<OrchestrationState, OrchestrationEvent> expire(ExpireAttempts command) {
    checkBatch("/attempts", command.attempts().size(), limits);
    List<ExpiredAttempt> expired = new ArrayList<>();
    Set<TaskRef> seen = new HashSet<>();
    for (Expiry expiry : command.attempts()) {
      Named named = find(expiry.ref()).orElse(null);
      if (named != null && isOver(named, expiry) && seen.add(expiry.ref())) {
        Long retryAfter =
            expiry.reason() == ExpiryReason.CANCEL_FORCED ? null : retryAfter(named, true);
        expired.add(
            new ExpiredAttempt(
                expiry.run(), expiry.task(), expiry.attempt(), expiry.reason(), retryAfter));
      }
    }
    return counted(expired, new AttemptsExpired(expired));
  }

  /** Whether nothing was heard of an attempt since, and it can end for this reason. */
  private static boolean isOver(Named named, Expiry expiry) {
    if (!named.lives(expiry.attempt())
        || named.task().live().extended().sequence() > expiry.extended()) {
      return false;
    }
    boolean isStarted = named.task().live().started() != null;
    return switch (expiry.reason()) {
      case START_TIMEOUT -> !isStarted;
      case EXECUTION_TIMEOUT -> isStarted;
      case HEARTBEAT_TIMEOUT -> true;
      case CANCEL_FORCED -> named.run().cancel() != null;
    };
  }

  /** How long the task waits if its live attempt fails now; null if it is not tried again. */
  private Long retryAfter(Named named, boolean isRetried) {
    if (named.run().cancel() != null) {
      return null;
    }
    RetryPolicy policy = asset(named).map(Asset::retryPolicy).orElse(RetryPolicy.DEFAULT);
    Attempt live = named.task().live();
    return Retries.delayMillis(policy, isRetried, live.number(), live.id());
  }

  private Optional<Asset> asset(Named named) {
    return state.asset(
        named.run().info().manifestVersion(),
        named.run().definition().asset(named.ref().task()).asset());
  }

  Decision<OrchestrationState, OrchestrationEvent> complete(CompleteTask command) {
    Named named = named(new TaskRef(command.run(), command.task()));
    new ReportRules(limits.report()).check(command.report());
    Hash hash = command.report().hash();
    PastAttempt past = named.past(command.attempt(), command.attemptId());
    if (past != null && hash.equals(past.reportHash())) {
      return new Accepted<>(List.of(), after -> answer(past, true));
    }
    checkLives(named, command.attempt(), command.attemptId());
    Judgement judged =
        Judgement.of(
            command.report(),
            asset(named).map(Asset::checkList).orElse(List.of()),
            named.run().cancel() != null);
    Long retryAfter =
        judged.outcome() == Outcome.FAILED ? retryAfter(named, judged.isRetried()) : null;
    Report report = command.report();
    TaskCompleted event =
        new TaskCompleted(
            command.run(),
            command.task(),
            command.attempt(),
            judged.outcome(),
            hash,
            report.outputs(),
            report.inputs(),
            judged.checks(),
            judged.error(),
            report.metrics(),
            report.cancelledDuringPhase(),
            retryAfter);
    return new Accepted<>(List.of(event), after -> answer(lastEnded(after, named.ref()), false));
  }

  private static PastAttempt lastEnded(OrchestrationState after, TaskRef ref) {
    return after.runs().run(ref.run()).orElseThrow().task(ref.task()).lastEnded();
  }

  private static CompletionAnswer answer(PastAttempt ended, boolean repeated) {
    return new CompletionAnswer(ended.finalState(), ended.retryAfterMillis(), repeated);
  }

  /** Refuses a command that names more than one may. */
  static void checkBatch(String field, int count, RunLimits limits) {
    if (count > limits.maxBatch()) {
      throw RunProblems.wrong(field, "at most " + limits.maxBatch()).asException();
    }
  }
}
