package io.arco.server.api;

import io.arco.ledger.Stamp;
import io.arco.planner.run.Attempt;
import io.arco.planner.run.CancelRequest;
import io.arco.planner.run.PastAttempt;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunInfo;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.server.api.RunViews.AttemptView;
import io.arco.server.api.RunViews.ErrorView;
import io.arco.server.api.RunViews.RunView;
import io.arco.server.api.RunViews.TaskCounts;
import io.arco.server.api.RunViews.TaskDetails;
import io.arco.server.api.RunViews.TaskView;
import io.arco.server.dispatch.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Shows runs that are in the state. */
final class StateRuns {
  /** The most tasks that a task is shown to wait for. */
  static final int MAX_WAITS_FOR = 1_000;

  private static final Progress NONE = new Progress(null, null);

  private StateRuns() {}

  static RunView view(Run run) {
    RunInfo info = run.info();
    Stamp ended = run.ended();
    CancelRequest cancel = run.cancel();
    return new RunView(
        info.id(),
        run.state(),
        info.runKey(),
        info.manifestVersion(),
        info.codeVersion(),
        info.selection(),
        info.partitions(),
        info.logicalTime(),
        info.mode(),
        info.trigger(),
        info.labels(),
        info.requestFingerprint(),
        info.planFingerprint(),
        info.createdBy(),
        info.created().committedAt(),
        info.created().sequence(),
        at(ended),
        sequence(ended),
        cancel == null ? null : cancel.reason(),
        cancel == null ? null : cancel.requestedBy(),
        cancel == null ? null : Long.valueOf(cancel.requested().sequence()),
        counts(run));
  }

  private static TaskCounts counts(Run run) {
    return new TaskCounts(
        run.tasks(),
        run.count(TaskState.BLOCKED),
        run.count(TaskState.READY),
        run.count(TaskState.LEASED),
        run.count(TaskState.RUNNING),
        run.count(TaskState.RETRY_WAIT),
        run.count(TaskState.SUCCEEDED),
        run.count(TaskState.FAILED),
        run.count(TaskState.SKIPPED),
        run.count(TaskState.CANCELLED));
  }

  /**
   * A task.
   *
   * @param progress what its worker said last, or null
   */
  static TaskView view(Run run, int number, Progress progress) {
    Task task = run.task(number);
    RunAsset asset = run.definition().asset(number);
    PastAttempt last = task.lastEnded();
    boolean hasFailed = task.state() == TaskState.FAILED || task.state() == TaskState.RETRY_WAIT;
    Progress said = progress != null && task.state().isLive() ? progress : NONE;
    return new TaskView(
        new TaskRef(run.id(), number).text(),
        run.id(),
        number,
        asset.asset(),
        asset.kind(),
        text(run.definition().partition(number)),
        task.state(),
        task.attempts(),
        task.live() != null ? task.live().worker() : last == null ? null : last.worker(),
        task.since().committedAt(),
        task.since().sequence(),
        task.state() == TaskState.RETRY_WAIT ? last.retryAfterMillis() : null,
        task.cause() == null ? null : new TaskRef(run.id(), task.cause()).text(),
        hasFailed ? error(last) : null,
        said.percent(),
        said.message());
  }

  /** A task with all its attempts. */
  static TaskDetails details(Run run, int number, Progress progress) {
    Task task = run.task(number);
    List<AttemptView> attempts = new ArrayList<>();
    task.past().forEach(past -> attempts.add(view(past)));
    if (task.live() != null) {
      attempts.add(view(task.live()));
    }
    return new TaskDetails(view(run, number, progress), attempts, waitsFor(run, number));
  }

  private static List<String> waitsFor(Run run, int number) {
    int[] ranges = run.definition().waitsFor(number);
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < ranges.length; i += 2) {
      for (int task = ranges[i]; task < ranges[i + 1] && tasks.size() < MAX_WAITS_FOR; task++) {
        tasks.add(new TaskRef(run.id(), task).text());
      }
    }
    return tasks;
  }

  /** An attempt that has ended, without what it reported. */
  static AttemptView view(PastAttempt past) {
    String state = past.expired() != null ? "EXPIRED" : past.outcome().name();
    return new AttemptView(
        past.number(),
        past.id(),
        past.worker(),
        state,
        past.expired(),
        past.leased().committedAt(),
        past.leased().sequence(),
        at(past.started()),
        sequence(past.started()),
        past.ended().committedAt(),
        past.ended().sequence(),
        error(past),
        null,
        null,
        null);
  }

  private static AttemptView view(Attempt live) {
    return new AttemptView(
        live.number(),
        live.id(),
        live.worker(),
        live.started() == null ? "LEASED" : "RUNNING",
        null,
        live.leased().committedAt(),
        live.leased().sequence(),
        at(live.started()),
        sequence(live.started()),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ErrorView error(PastAttempt past) {
    return past.category() == null ? null : new ErrorView(past.category(), past.message());
  }

  private static String text(String partition) {
    return partition.isEmpty() ? null : partition;
  }

  private static Instant at(Stamp stamp) {
    return stamp == null ? null : stamp.committedAt();
  }

  private static Long sequence(Stamp stamp) {
    return stamp == null ? null : Long.valueOf(stamp.sequence());
  }
}
