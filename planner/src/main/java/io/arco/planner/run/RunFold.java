package io.arco.planner.run;

import io.arco.ledger.Stamp;
import io.arco.planner.RunEvent;
import io.arco.planner.RunEvent.AttemptsExpired;
import io.arco.planner.RunEvent.AttemptsExtended;
import io.arco.planner.RunEvent.RetriesReleased;
import io.arco.planner.RunEvent.RunCancelRequested;
import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.RunEvent.RunsEvicted;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.RunEvent.TaskStarted;
import io.arco.planner.RunEvent.TasksLeased;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.TableLink;
import java.util.List;
import java.util.Optional;

/** What events do to runs: pure, and the same on every build. */
public final class RunFold {
  private final RunsEdit edit;
  private final Definitions definitions;
  private final Stamp stamp;

  private RunFold(Runs runs, Definitions definitions, Stamp stamp) {
    this.edit = new RunsEdit(runs);
    this.definitions = definitions;
    this.stamp = stamp;
  }

  /** The runs after an event. */
  public static Runs apply(Runs runs, Definitions definitions, RunEvent event, Stamp stamp) {
    RunFold fold = new RunFold(runs, definitions, stamp);
    fold.apply(event);
    return fold.edit.end(stamp);
  }

  private void apply(RunEvent event) {
    if (event instanceof RunCreated created) {
      create(created);
    } else if (event instanceof TasksLeased leased) {
      leased.leases().forEach(lease -> lease(leased.worker(), lease));
    } else if (event instanceof TaskStarted started) {
      start(started);
    } else if (event instanceof AttemptsExtended extended) {
      extended.attempts().forEach(this::extend);
    } else if (event instanceof TaskCompleted completed) {
      complete(completed);
    } else if (event instanceof AttemptsExpired expired) {
      expired.attempts().forEach(this::expire);
    } else if (event instanceof RetriesReleased released) {
      released.tasks().forEach(this::release);
    } else if (event instanceof RunCancelRequested asked) {
      cancel(asked);
    } else {
      ((RunsEvicted) event).runs().forEach(edit::remove);
    }
  }

  private void create(RunCreated event) {
    RunInfo info =
        new RunInfo(
            event.id(),
            event.runKey(),
            event.requestFingerprint(),
            event.planFingerprint(),
            event.manifestVersion(),
            event.codeVersion(),
            event.selection(),
            event.partitions(),
            event.logicalTime(),
            event.mode(),
            event.trigger(),
            event.labels(),
            event.createdBy(),
            stamp);
    edit.keys = edit.keys.expire(stamp.committedAt());
    if (event.runKey() != null) {
      edit.keys =
          edit.keys.plus(
              new RunKey(
                  event.runKey(), event.id(), event.requestFingerprint(), event.runKeyExpiresAt()));
    }
    edit.add(new RunEdit(info, new RunDefinition(event.assets())));
  }

  private void lease(String worker, Lease lease) {
    RunEdit run = edit.edit(lease.run());
    Task task = run.task(lease.task());
    edit.taken(run, lease.task(), task);
    Attempt attempt = new Attempt(lease.attempt(), lease.attemptId(), worker, stamp, null, stamp);
    run.move(lease.task(), task, task.with(TaskState.LEASED, stamp, attempt));
    edit.heard(run, lease.task(), null, attempt);
  }

  private void start(TaskStarted event) {
    RunEdit run = edit.edit(event.run());
    Task task = run.task(event.task());
    Attempt attempt = task.live().startedAt(stamp);
    run.move(event.task(), task, task.with(TaskState.RUNNING, stamp, attempt));
    edit.heard(run, event.task(), task.live(), attempt);
  }

  private void extend(AttemptRef ref) {
    RunEdit run = edit.edit(ref.run());
    Task task = run.task(ref.task());
    Attempt attempt = task.live().extendedAt(stamp);
    run.move(ref.task(), task, task.with(task.state(), task.since(), attempt));
    edit.heard(run, ref.task(), task.live(), attempt);
  }

  private void complete(TaskCompleted event) {
    RunEdit run = edit.edit(event.run());
    Task task = run.task(event.task());
    Attempt live = task.live();
    TaskState state =
        switch (event.outcome()) {
          case SUCCEEDED -> TaskState.SUCCEEDED;
          case CANCELLED -> TaskState.CANCELLED;
          case FAILED -> failed(run, event.retryAfterMillis());
        };
    TaskError error = event.error();
    PastAttempt ended =
        new PastAttempt(
            live.number(),
            live.id(),
            live.worker(),
            live.leased(),
            live.started(),
            stamp,
            event.outcome(),
            null,
            event.reportHash(),
            error == null ? null : error.category(),
            error == null ? null : PastAttempt.excerpt(error.message()),
            state,
            state == TaskState.RETRY_WAIT ? event.retryAfterMillis() : null,
            null);
    end(run, event.task(), task, ended);
    if (state == TaskState.SUCCEEDED) {
      materialized(run, event);
    }
  }

  private static TaskState failed(RunEdit run, Long retryAfterMillis) {
    if (run.cancel != null) {
      return TaskState.CANCELLED;
    }
    return retryAfterMillis == null ? TaskState.FAILED : TaskState.RETRY_WAIT;
  }

  private void expire(ExpiredAttempt expired) {
    RunEdit run = edit.edit(expired.run());
    Task task = run.task(expired.task());
    Attempt live = task.live();
    boolean isForced = expired.reason() == ExpiryReason.CANCEL_FORCED;
    TaskState state = isForced ? TaskState.CANCELLED : failed(run, expired.retryAfterMillis());
    PastAttempt ended =
        new PastAttempt(
            live.number(),
            live.id(),
            live.worker(),
            live.leased(),
            live.started(),
            stamp,
            isForced ? Outcome.CANCELLED : Outcome.FAILED,
            expired.reason(),
            null,
            isForced ? ErrorCategory.CANCELLED : ErrorCategory.TIMEOUT,
            null,
            state,
            state == TaskState.RETRY_WAIT ? expired.retryAfterMillis() : null,
            null);
    end(run, expired.task(), task, ended);
  }

  private void end(RunEdit run, int number, Task task, PastAttempt ended) {
    run.move(number, task, task.ended(ended));
    edit.heard(run, number, task.live(), null);
    switch (ended.finalState()) {
      case SUCCEEDED -> run.succeeded(number, stamp, group -> edit.ready(run, group, stamp));
      case FAILED -> run.failed(number, stamp);
      case RETRY_WAIT ->
          edit.retries = edit.retries.plus(new Moment(stamp.sequence(), run.info.id(), number));
      default -> {
        // Cancelled: its run is being cancelled, and all behind it is already.
      }
    }
  }

  private void materialized(RunEdit run, TaskCompleted event) {
    RunAsset of = run.definition.asset(event.task());
    Optional<Asset> asset = definitions.asset(run.info.manifestVersion(), of.asset());
    String codeVersion = asset.map(Asset::codeVersion).orElse(null);
    edit.materializations =
        edit.materializations.plus(
            new Materialization(
                of.asset(),
                run.definition.partition(event.task()),
                event.run(),
                event.task(),
                event.attempt(),
                codeVersion == null ? run.info.codeVersion() : codeVersion,
                stamp,
                output(event.outputs(), asset.map(Asset::table).orElse(null))));
  }

  /** The output of the asset's own table, else the first; null if there is none. */
  private static Output output(List<Output> outputs, TableLink table) {
    if (outputs == null || outputs.isEmpty()) {
      return null;
    }
    return outputs.stream()
        .filter(output -> output.table() != null && output.table().equals(table))
        .findFirst()
        .orElse(outputs.get(0));
  }

  private void release(AttemptRef ref) {
    RunEdit run = edit.edit(ref.run());
    Task task = run.task(ref.task());
    edit.retries = edit.retries.minus(new Moment(task.since().sequence(), ref.run(), ref.task()));
    run.move(ref.task(), task, task.released(stamp));
    edit.ready(run, ref.task(), stamp.sequence());
  }

  private void cancel(RunCancelRequested event) {
    RunEdit run = edit.edit(event.run());
    edit.takenAll(run);
    run.cancelled(new CancelRequest(event.reason(), event.requestedBy(), stamp));
  }
}
