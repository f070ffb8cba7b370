package io.arco.planner.run;

import io.arco.ledger.Stamp;
import io.arco.planner.run.Explanation.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains runs, tasks and partitions: pure. A run that has left the state is explained by its
 * rows, as it was before it left.
 */
public final class Explanations {
  /** How many tasks of one state, or that a task waits for, are told of. */
  public static final int MAX_TASKS = 20;

  /** How far what a task waits for is followed. */
  public static final int MAX_DEPTH = 50;

  private final Told run;
  private final LinkList links;

  private Explanations(Told run) {
    this.run = run;
    this.links = new LinkList(run);
  }

  /** Why a run is there and where it stands: what failed in it, or what it waits for. */
  public static Explanation run(Runs runs, Run run) {
    return run(new ToldState(runs, run));
  }

  /**
   * The same of a run that has left the state.
   *
   * @param run its rows: all tasks, and the attempts at those that {@link PastRun#told} names
   */
  public static Explanation run(PastRun run) {
    return run((Told) run);
  }

  private static Explanation run(Told run) {
    Explanations explained = new Explanations(run);
    explained.created();
    explained.runTasks();
    explained.ended();
    return new Explanation(
        run.info().id().toString(),
        run.info().selection(),
        run.state().name(),
        explained.links.links());
  }

  /**
   * Why a task is there and where it stands.
   *
   * @throws IndexOutOfBoundsException if there is none of this number
   */
  public static Explanation task(Runs runs, Run run, int number) {
    return task(new ToldState(runs, run), number);
  }

  /**
   * The same of a task whose run has left the state.
   *
   * @param run its rows: this task, the one that had it skipped, and the attempts at both
   * @throws IndexOutOfBoundsException if there is no row of this number
   */
  public static Explanation task(PastRun run, int number) {
    return task((Told) run, number);
  }

  private static Explanation task(Told run, int number) {
    TaskState state = run.task(number).state();
    Explanations explained = new Explanations(run);
    explained.created();
    explained.history(number, 0);
    return new Explanation(
        new TaskRef(run.info().id(), number).text(),
        run.name(number),
        state.name(),
        explained.links.links());
  }

  private void created() {
    RunInfo info = run.info();
    String reason = info.trigger().reason();
    links.run(
        Fact.RUN_CREATED,
        info.created(),
        "RunCreated",
        reason == null ? info.trigger().type().name() : reason);
    if (info.trigger().parent() != null) {
      links.run(Fact.RERUN_OF, info.created(), "RunCreated", info.trigger().parent().toString());
    }
    if (run.cancel() != null) {
      links.run(
          Fact.CANCEL_REQUESTED,
          run.cancel().requested(),
          "RunCancelRequested",
          run.cancel().reason());
    }
  }

  /** What failed; of a run that goes on, what lives, waits to be tried again, and would run. */
  private void runTasks() {
    List<TaskState> told = new ArrayList<>(List.of(TaskState.FAILED, TaskState.SKIPPED));
    if (!run.state().isFinal()) {
      told.add(TaskState.RUNNING);
      told.add(TaskState.LEASED);
      told.add(TaskState.RETRY_WAIT);
      told.add(TaskState.READY);
    }
    for (TaskState state : told) {
      run.first(state).forEach(task -> stands(task, run.count(state)));
    }
  }

  private void ended() {
    if (run.ended() == null) {
      return;
    }
    links.run(Fact.RUN_ENDED, run.ended(), endedBy(), run.state().name());
  }

  private String endedBy() {
    PastAttempt last = run.lastEnded();
    if (last != null) {
      return eventOf(last);
    }
    return run.cancel() == null ? "RunCreated" : "RunCancelRequested";
  }

  private static String eventOf(PastAttempt attempt) {
    return attempt.expired() == null ? "TaskCompleted" : "AttemptsExpired";
  }

  /** The fact that brought a task where it stands. */
  private void stands(int number, Integer count) {
    Task task = run.task(number);
    PastAttempt last = task.lastEnded();
    switch (task.state()) {
      case BLOCKED -> waits(number, 0);
      case READY -> ready(number, task, count);
      case LEASED, RUNNING -> live(number, task.live());
      case SKIPPED ->
          links.told(
              Fact.SKIPPED,
              task.since(),
              eventOf(run.task(task.cause()).lastEnded()),
              number,
              task.cause(),
              count);
      case RETRY_WAIT, SUCCEEDED, FAILED -> past(number, last);
      case CANCELLED -> cancelled(number, task);
    }
  }

  /** That a task was cancelled; one that an attempt was made at then was told of already. */
  private void cancelled(int number, Task task) {
    PastAttempt last = task.lastEnded();
    if (last == null || last.finalState() != TaskState.CANCELLED) {
      links.told(Fact.CANCELLED, task.since(), "RunCancelRequested", number, null, null);
    }
  }

  private void ready(int number, Task task, Integer count) {
    PastAttempt last = task.lastEnded();
    if (last != null) {
      links.told(Fact.RELEASED, task.since(), "RetriesReleased", number, null, count);
    } else {
      firstReady(number, task.since(), count);
    }
    heldBack(number);
  }

  /** That a task is not leased though it is ready: another one is at its partition. */
  private void heldBack(int number) {
    LiveAttempt other = run.heldBy(number);
    if (other != null) {
      links.heldBack(number, other);
    }
  }

  private void firstReady(int number, Stamp ready, Integer count) {
    Integer by = run.readyBy(number);
    boolean wasAtOnce = by == null && ready.equals(run.info().created());
    links.told(Fact.READY, ready, wasAtOnce ? "RunCreated" : "TaskCompleted", number, by, count);
  }

  private void live(int number, Attempt attempt) {
    leased(number, attempt.number(), attempt.worker(), attempt.leased(), attempt.started());
    Stamp heard = attempt.extended();
    boolean isLater =
        !heard.equals(attempt.leased())
            && (attempt.started() == null || !heard.equals(attempt.started()));
    if (isLater) {
      links.attempt(
          Fact.HEARD_OF, heard, "AttemptsExtended", number, attempt.number(), attempt.worker());
    }
  }

  private void leased(int number, int attempt, String worker, Stamp leased, Stamp started) {
    links.attempt(Fact.LEASED, leased, "TasksLeased", number, attempt, worker);
    if (started != null) {
      links.attempt(Fact.STARTED, started, "TaskStarted", number, attempt, worker);
    }
  }

  /** How an attempt ended, and what came of it. */
  private void past(int number, PastAttempt attempt) {
    Fact fact =
        switch (attempt.outcome()) {
          case SUCCEEDED -> Fact.SUCCEEDED;
          case FAILED -> attempt.expired() == null ? Fact.FAILED : Fact.EXPIRED;
          case CANCELLED -> Fact.CANCELLED;
        };
    String reason = attempt.category() == null ? null : attempt.category().name();
    links.attempt(
        fact,
        attempt.ended(),
        eventOf(attempt),
        number,
        attempt.number(),
        attempt.worker(),
        attempt.expired() != null ? attempt.expired().name() : reason,
        attempt.message(),
        null);
    if (attempt.finalState() == TaskState.RETRY_WAIT) {
      links.attempt(
          Fact.RETRY_WAIT,
          attempt.ended(),
          eventOf(attempt),
          number,
          attempt.number(),
          null,
          null,
          null,
          attempt.retryAfterMillis());
    }
    if (attempt.released() != null) {
      links.told(Fact.RELEASED, attempt.released(), "RetriesReleased", number, null, null);
    }
  }

  /** All that became of a task, from the beginning. */
  private void history(int number, int depth) {
    Task task = run.task(number);
    if (task.state() == TaskState.BLOCKED) {
      waits(number, depth);
      return;
    }
    if (task.state() == TaskState.SKIPPED) {
      history(task.cause(), depth + 1);
      stands(number, null);
      return;
    }
    Stamp ready = run.firstReady(number);
    if (ready != null) {
      firstReady(number, ready, null);
    }
    for (PastAttempt attempt : task.past()) {
      leased(number, attempt.number(), attempt.worker(), attempt.leased(), attempt.started());
      past(number, attempt);
    }
    if (task.live() != null) {
      live(number, task.live());
    } else if (task.state() == TaskState.READY) {
      heldBack(number);
    } else if (task.state() == TaskState.CANCELLED) {
      cancelled(number, task);
    }
  }

  /** What a task waits for, and why the first of that is not done. */
  private void waits(int number, int depth) {
    Told.Unmet unmet = run.unmet(number);
    for (int need : unmet.first()) {
      links.told(Fact.WAITS_FOR, run.info().created(), "RunCreated", number, need, unmet.count());
    }
    if (depth < MAX_DEPTH) {
      history(unmet.first().get(0), depth + 1);
    }
  }
}
