package io.arco.planner.run;

import io.arco.ledger.Stamp;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.table.Row;
import io.arco.table.RowSink;
import java.util.UUID;

/** Attempts and what they reported as rows. */
final class AttemptRows {
  private AttemptRows() {}

  /** How an attempt ended; all null while it lives. */
  private record Ending(
      Stamp ended,
      Outcome outcome,
      ExpiryReason expired,
      ErrorCategory category,
      String message,
      String stackTrace,
      Long retryAfterMillis,
      TaskCompleted report) {
    static final Ending NONE = new Ending(null, null, null, null, null, null, null, null);
  }

  /** One that lives. */
  static Row live(Run run, int number, Attempt attempt) {
    return row(
        run,
        number,
        attempt.number(),
        attempt.id(),
        attempt.worker(),
        attempt.leased(),
        attempt.started(),
        attempt.extended(),
        Ending.NONE);
  }

  /** One that has ended, by this report; or without one: null. */
  static Row ended(Run run, int number, PastAttempt attempt, TaskCompleted report) {
    TaskError error = report == null ? null : report.error();
    Ending ending =
        new Ending(
            attempt.ended(),
            attempt.outcome(),
            attempt.expired(),
            attempt.category(),
            error == null ? attempt.message() : error.message(),
            error == null ? null : error.stackTrace(),
            attempt.retryAfterMillis(),
            report);
    return row(
        run,
        number,
        attempt.number(),
        attempt.id(),
        attempt.worker(),
        attempt.leased(),
        attempt.started(),
        null,
        ending);
  }

  private static Row row(
      Run run,
      int number,
      int attempt,
      UUID id,
      String worker,
      Stamp leased,
      Stamp started,
      Stamp heard,
      Ending ending) {
    TaskCompleted report = ending.report();
    Stamp ready = run.readyFor(number, attempt);
    return Row.of(
        run.id().toString(),
        number,
        attempt,
        id.toString(),
        run.definition().asset(number).asset().text(),
        run.definition().partition(number),
        worker,
        leased.committedAt(),
        leased.sequence(),
        RunRows.at(started),
        RunRows.sequence(started),
        RunRows.at(heard),
        RunRows.at(ending.ended()),
        RunRows.sequence(ending.ended()),
        name(ending.outcome()),
        name(ending.expired()),
        name(ending.category()),
        ending.message(),
        ending.stackTrace(),
        ending.retryAfterMillis(),
        report == null ? null : report.cancelledDuringPhase(),
        report == null ? null : RunRows.json(report.outputs()),
        report == null ? null : RunRows.json(report.inputs()),
        report == null ? null : RunRows.json(report.metrics()),
        report == null ? null : report.reportHash().hex(),
        RunRows.at(ready),
        RunRows.sequence(ready));
  }

  private static String name(Enum<?> value) {
    return value == null ? null : value.name();
  }

  /** What came of the checks of an attempt. */
  static void checks(Run run, TaskCompleted report, RowSink sink) {
    if (report.checks() == null) {
      return;
    }
    Stamp at = run.task(report.task()).lastEnded().ended();
    for (CheckResult check : report.checks()) {
      sink.put(
          RunTables.CHECKS,
          Row.of(
              run.id().toString(),
              report.task(),
              report.attempt(),
              check.name(),
              run.definition().asset(report.task()).asset().text(),
              run.definition().partition(report.task()),
              name(check.severity()),
              check.passed(),
              check.measured(),
              check.message(),
              at.committedAt(),
              at.sequence()));
    }
  }
}
