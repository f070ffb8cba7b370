package io.arco.server.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.TaskError;
import io.arco.problem.ProblemException;
import io.arco.server.data.LocatedFiles;
import io.arco.server.sql.TaskEngine;
import io.arco.server.sql.UnwritableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One attempt: started, done, published, reported. While it runs, heartbeats go out, the log is
 * shipped, and the engine is stopped when the server says so or the attempt is lost.
 *
 * <p>{@link #run} blocks a thread of its own; {@link #handBack} may be called by any.
 */
final class TaskRun {
  /** Files of attempts are removed when they are so old: whoever reads them has ended. */
  static final Duration KEPT = Duration.ofHours(24);

  private static final long MIN_BEAT_MILLIS = 250;
  private static final long MAX_BEAT_MILLIS = 5_000;

  /** What tells that the attempt is over; other refusals of a report leave it alive. */
  private static final Set<String> OVER =
      Set.of(
          "INVALID_TOKEN",
          "TASK_NOT_FOUND",
          "TASK_ALREADY_TERMINAL",
          "ATTEMPT_ALREADY_COMPLETED",
          "ATTEMPT_MISMATCH",
          "TASK_EXPIRED");

  /** Why the engine was stopped. */
  private sealed interface Stop {
    record Cancelled(String reason) implements Stop {}

    record HandedBack() implements Stop {}

    record NotOurs(String why) implements Stop {}
  }

  private final WorkerContext context;
  private final TaskLease lease;
  private final TaskCalls calls;
  private final Lookups lookups;
  private final TaskLog log;
  private final TaskEngine engine;
  private volatile Stop stop;
  private volatile String phase = "starting";

  TaskRun(WorkerContext context, TaskLease lease) {
    this.context = context;
    this.lease = lease;
    this.calls = new TaskCalls(context.api(), lease, context.settings().id(), context.clock());
    this.lookups = new Lookups(context.api());
    this.log = new TaskLog(calls::log, context.clock());
    this.engine = new TaskEngine(context.limits(lease.executionTimeoutSec()), context.clock());
  }

  /** How an attempt ended, for a line to a person. */
  record Ended(String taskKey, String state, String text) {}

  /** Does the work. Throws nothing. */
  Ended run() {
    try {
      cancelIfAsked(calls.started());
      log.line("attempt " + lease.attempt() + " begins on " + context.settings().id());
      return beating();
    } catch (TaskCalls.Lost e) {
      return ended("LOST", e.getMessage());
    } catch (RuntimeException e) {
      return ended("LOST", "unexpected: " + e);
    } finally {
      engine.close();
    }
  }

  /** Stops the work and gives the task back, to be tried again by another worker. */
  void handBack() {
    stop(new Stop.HandedBack());
  }

  /** Stops calling; what was not reported is found by its timeout. */
  void abandon() {
    calls.giveUp();
  }

  private Ended beating() {
    long quarterMillis = TimeUnit.SECONDS.toMillis(lease.heartbeatTimeoutSec()) / 4;
    long beatMillis = Math.max(MIN_BEAT_MILLIS, Math.min(MAX_BEAT_MILLIS, quarterMillis));
    ScheduledFuture<?> beats =
        context
            .timer()
            .scheduleWithFixedDelay(this::beat, beatMillis, beatMillis, TimeUnit.MILLISECONDS);
    try {
      return work();
    } finally {
      beats.cancel(false);
    }
  }

  private void beat() {
    try {
      cancelIfAsked(calls.heartbeatOnce(phase));
      log.flush();
    } catch (TaskCalls.Lost e) {
      stop(new Stop.NotOurs(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // The next one may go through; if none does, the attempt is lost.
      context.say("a heartbeat of " + lease.taskKey() + " failed: " + e.getMessage());
    }
  }

  private void cancelIfAsked(TaskCalls.Acknowledged acknowledged) {
    if (acknowledged.cancelReasonOrNull() != null) {
      stop(new Stop.Cancelled(acknowledged.cancelReasonOrNull()));
    }
  }

  private synchronized void stop(Stop why) {
    if (stop == null) {
      stop = why;
      engine.cancel();
    }
  }

  private Ended work() {
    OutputPlace place = null;
    try {
      phase = "running";
      LocatedFiles files = new LocatedFiles(context.roots());
      SqlTask task = new SqlTask(lease, context, engine, files, lookups::location, log::line);
      place = OutputPlace.of(context.settings().output(), lease, partition(), files);
      Made made = task.make(context.settings().output());
      List<CheckResult> fatal = fatal(made.checks());
      if (!fatal.isEmpty()) {
        return failed(quality(fatal), made.checks());
      }
      return published(made);
    } catch (TaskCalls.Lost e) {
      return ended("LOST", e.getMessage());
    } catch (IOException | RuntimeException e) {
      return stop == null ? failed(error(e), List.of()) : stopped(stop);
    } finally {
      discard(place);
    }
  }

  private TaskPartition partition() {
    return TaskPartition.of(lease.partitionKey());
  }

  /** The attempt must still be ours in the moment before its file takes the place of another. */
  private Ended published(Made made) throws IOException {
    phase = "publishing";
    cancelIfAsked(calls.heartbeat(phase));
    if (stop != null) {
      return stopped(stop);
    }
    Fence.raise(made.place().folder(), lease, lookups::isOver);
    try {
      made.place().publish();
    } catch (NoSuchFileException e) {
      throw new TaskFailure(
          ErrorCategory.INFRASTRUCTURE, "its file was taken away before it was published");
    }
    phase = "reporting";
    log.line("published");
    log.flush();
    WorkerApi.Answer answer = calls.completed(made.report(lease));
    if (answer.isSuccess()) {
      cleanUp(made.place());
      return ended(
          answer.body().path("finalState").asText(),
          made.rows() + " rows, " + made.bytes() + " bytes, " + made.elapsedMillis() + " ms");
    }
    if (OVER.contains(answer.body().path("code").asText())) {
      return ended("LOST", answer.problem());
    }
    return failed(
        new TaskError(ErrorCategory.CONFIGURATION, cut(answer.problem()), null, null),
        made.checks());
  }

  private Ended stopped(Stop why) {
    if (why instanceof Stop.Cancelled cancelled) {
      log.line("cancelled: " + cancelled.reason());
      ObjectNode report =
          Json.MAPPER
              .createObjectNode()
              .put("outcome", "CANCELLED")
              .put("cancelledDuringPhase", phase);
      return reported(report, cancelled.reason());
    } else if (why instanceof Stop.HandedBack) {
      return failed(
          new TaskError(ErrorCategory.INFRASTRUCTURE, "the worker was stopped", null, true),
          List.of());
    }
    return ended("LOST", ((Stop.NotOurs) why).why());
  }

  private Ended failed(TaskError error, List<CheckResult> checks) {
    log.line("failed: " + error.category() + ": " + error.message());
    return reported(Made.failure(error, checks), error.message());
  }

  private Ended reported(ObjectNode report, String text) {
    log.flush();
    try {
      WorkerApi.Answer answer = calls.completed(report);
      return answer.isSuccess()
          ? ended(answer.body().path("finalState").asText(), text)
          : ended("LOST", text + "; " + answer.problem());
    } catch (TaskCalls.Lost e) {
      return ended("LOST", e.getMessage());
    }
  }

  private Ended ended(String state, String text) {
    return new Ended(lease.taskKey(), state, text);
  }

  private static List<CheckResult> fatal(List<CheckResult> checks) {
    return checks.stream().filter(it -> !it.passed() && it.severity().isFatal()).toList();
  }

  private static TaskError quality(List<CheckResult> fatal) {
    StringBuilder text = new StringBuilder();
    for (CheckResult check : fatal) {
      text.append(text.isEmpty() ? "" : "; ")
          .append("check ")
          .append(check.name())
          .append(": ")
          .append(check.message());
    }
    return new TaskError(ErrorCategory.DATA_QUALITY, cut(text.toString()), null, null);
  }

  private static TaskError error(Exception e) {
    if (e instanceof TaskFailure known) {
      return new TaskError(
          known.category(), cut(known.getMessage()), null, known.retryableOrNull());
    }
    if (e instanceof ProblemException known) {
      return TaskErrors.of(known.problem());
    }
    return new TaskError(ErrorCategory.INFRASTRUCTURE, cut(unknown(e)), null, null);
  }

  private static String unknown(Exception e) {
    String kind = e.getClass().getSimpleName();
    if (e instanceof UnwritableException) {
      return "its file can't be written: " + e.getMessage();
    } else if (e instanceof FileSystemException file) {
      return "its file can't be written: " + (file.getReason() == null ? kind : file.getReason());
    }
    return kind + " in the worker";
  }

  private static String cut(String message) {
    return TaskErrors.cut(message);
  }

  /** The file that the table's location names; null where there is no table. */
  private Path current() {
    return lease.table() == null ? null : OutputPlace.path(lookups.location(lease.table()));
  }

  private void discard(OutputPlace placeOrNull) {
    if (placeOrNull != null) {
      try {
        placeOrNull.discard();
      } catch (IOException e) {
        context.say("an unfinished file of " + lease.taskKey() + " can't be removed");
      }
    }
  }

  private void cleanUp(OutputPlace place) {
    try {
      Instant before = Instant.ofEpochMilli(context.clock().wallMillis()).minus(KEPT);
      place.cleanUp(before, this::current);
    } catch (IOException | RuntimeException e) {
      context.say("old files of " + lease.taskKey() + " stay: " + e.getMessage());
    }
  }
}
