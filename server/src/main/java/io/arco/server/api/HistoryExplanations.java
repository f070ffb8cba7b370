package io.arco.server.api;

import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Explanation.Link;
import io.arco.planner.run.RunState;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import io.arco.server.api.RunViews.AttemptView;
import io.arco.server.api.RunViews.RunView;
import io.arco.server.api.RunViews.TaskDetails;
import io.arco.server.api.RunViews.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Explains runs that have left the state, by what their rows still tell. */
final class HistoryExplanations {
  private final List<Link> links = new ArrayList<>();

  private HistoryExplanations() {}

  /**
   * Why a run ended as it did.
   *
   * @param failed some of its tasks that failed for good
   */
  static Explanation run(RunView run, List<TaskView> failed) {
    HistoryExplanations explained = new HistoryExplanations();
    explained.created(run);
    failed.forEach(
        task ->
            explained.task(
                Fact.FAILED, task, task.changedSequence(), task.changedAt(), null, message(task)));
    explained.ended(run);
    return explained.of(run.id().toString(), run.selection(), run.state().name());
  }

  /** Why a task ended as it did. */
  static Explanation task(RunView run, TaskDetails details) {
    HistoryExplanations explained = new HistoryExplanations();
    TaskView task = details.task();
    explained.created(run);
    details.attempts().forEach(attempt -> explained.attempt(task, attempt));
    if (task.state() == TaskState.SKIPPED || task.attempts() == 0) {
      Fact fact = task.state() == TaskState.SKIPPED ? Fact.SKIPPED : Fact.CANCELLED;
      explained.task(fact, task, task.changedSequence(), task.changedAt(), task.cause(), null);
    }
    return explained.of(task.id(), name(task), task.state().name());
  }

  private Explanation of(String subject, String name, String state) {
    return new Explanation(subject, name, state, links);
  }

  private void created(RunView run) {
    run(Fact.RUN_CREATED, run.createdSequence(), run.createdAt(), "RunCreated", null);
    if (run.trigger().type() == Trigger.Type.RERUN) {
      String parent = String.valueOf(run.trigger().parent());
      run(Fact.RERUN_OF, run.createdSequence(), run.createdAt(), "RunCreated", parent);
    }
  }

  private void ended(RunView run) {
    if (run.cancelSequence() != null) {
      run(
          Fact.CANCEL_REQUESTED,
          run.cancelSequence(),
          null,
          "RunCancelRequested",
          run.cancelReason());
    }
    boolean isOver = run.state() != RunState.RUNNING && run.endedSequence() != null;
    if (isOver) {
      run(Fact.RUN_ENDED, run.endedSequence(), run.endedAt(), null, run.state().name());
    }
  }

  private void attempt(TaskView task, AttemptView attempt) {
    add(Fact.LEASED, attempt.leasedSequence(), attempt.leasedAt(), "TasksLeased", task, attempt);
    if (attempt.startedSequence() != null) {
      add(
          Fact.STARTED,
          attempt.startedSequence(),
          attempt.startedAt(),
          "TaskStarted",
          task,
          attempt);
    }
    if (attempt.endedSequence() != null) {
      boolean isExpired = attempt.reason() != null;
      add(
          isExpired ? Fact.EXPIRED : Fact.valueOf(attempt.state()),
          attempt.endedSequence(),
          attempt.endedAt(),
          isExpired ? "AttemptsExpired" : "TaskCompleted",
          task,
          attempt);
    }
  }

  private void add(
      Fact fact, long sequence, Instant at, String event, TaskView task, AttemptView attempt) {
    boolean isEnd = attempt.endedSequence() != null && attempt.endedSequence() == sequence;
    links.add(
        new Link(
            fact,
            sequence,
            at,
            event,
            task.id(),
            name(task),
            null,
            attempt.attempt(),
            attempt.worker(),
            isEnd && attempt.reason() != null ? attempt.reason().name() : null,
            isEnd && attempt.error() != null ? attempt.error().message() : null,
            null,
            null));
  }

  private void task(
      Fact fact, TaskView task, long sequence, Instant at, String by, String message) {
    links.add(
        new Link(
            fact,
            sequence,
            at,
            null,
            task.id(),
            name(task),
            by,
            null,
            null,
            null,
            message,
            null,
            null));
  }

  private void run(Fact fact, long sequence, Instant at, String event, String reason) {
    links.add(
        new Link(
            fact, sequence, at, event, null, null, null, null, null, reason, null, null, null));
  }

  private static String message(TaskView task) {
    return task.error() == null ? null : task.error().message();
  }

  private static String name(TaskView task) {
    return task.partitionKey() == null
        ? task.asset().text()
        : task.asset().text() + "[" + task.partitionKey() + "]";
  }
}
