package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.CheckSpec.Severity;
import io.arco.planner.run.Answers.Acknowledged;
import io.arco.planner.run.Answers.CompletionAnswer;
import io.arco.planner.run.Answers.Counted;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunState;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of attempts at tasks, case by case. */
class AttemptsTest extends RunFixture {
  @Test
  void a_task_is_tried_again_after_its_delay_as_often_as_its_policy_says() {
    UUID id = create(tasks("first", 1), tasks("second", 1, new RunAsset.Upstream(0, null)));
    Lease lease = lease(5).get(0);
    assertEquals(
        new CompletionAnswer(TaskState.RETRY_WAIT, 1_000L, false),
        complete(lease, failed(ErrorCategory.USER_CODE, null)));
    assertEquals(List.of(), lease(5));
    local.run(new ReleaseRetries(List.of(new AttemptRef(id, 0, 1))));
    Lease second = lease(5).get(0);
    assertEquals(2, second.attempt());
    assertEquals(
        new CompletionAnswer(TaskState.FAILED, null, false),
        complete(second, failed(ErrorCategory.USER_CODE, null)));
    assertEquals(TaskState.SKIPPED, run(id).task(1).state());
    assertEquals(0, run(id).task(1).cause());
    assertEquals(RunState.FAILED, run(id).state());
  }

  @Test
  void whether_an_error_is_tried_again_is_up_to_its_category_unless_the_worker_says() {
    create(tasks("first", 9));
    for (ErrorCategory category : ErrorCategory.values()) {
      CompletionAnswer answer =
          (CompletionAnswer) complete(lease(1).get(0), failed(category, null));
      boolean isRetried =
          List.of(ErrorCategory.USER_CODE, ErrorCategory.INFRASTRUCTURE, ErrorCategory.TIMEOUT)
              .contains(category);
      assertEquals(isRetried ? TaskState.RETRY_WAIT : TaskState.FAILED, answer.finalState());
    }
    assertEquals(
        TaskState.FAILED,
        ((CompletionAnswer) complete(lease(1).get(0), failed(ErrorCategory.TIMEOUT, false)))
            .finalState());
    assertEquals(
        TaskState.RETRY_WAIT,
        ((CompletionAnswer) complete(lease(1).get(0), failed(ErrorCategory.DATA_QUALITY, true)))
            .finalState());
    assertEquals(
        TaskState.RETRY_WAIT,
        ((CompletionAnswer) complete(lease(1).get(0), Report.failed(null))).finalState());
  }

  private static CheckResult check(String name, boolean passed) {
    return new CheckResult(name, null, passed, 1.0, null);
  }

  private Task checked(CheckResult... checks) {
    create(tasks("checked", 1));
    Lease lease = lease(1).get(0);
    complete(lease, new Report(Outcome.SUCCEEDED, null, null, List.of(checks), null, null, null));
    return task(lease);
  }

  @Test
  void a_failed_check_of_severity_error_fails_the_task_and_a_warning_does_not() {
    assertEquals(TaskState.SUCCEEDED, checked(check("bad", true), check("odd", false)).state());
    Task failed = checked(check("bad", false), check("odd", true));
    assertEquals(TaskState.FAILED, failed.state());
    assertEquals(ErrorCategory.DATA_QUALITY, failed.lastEnded().category());
    assertEquals("Checks failed: bad", failed.lastEnded().message());
  }

  @Test
  void a_check_that_was_not_reported_has_failed_and_others_are_kept_without_severity() {
    assertEquals(TaskState.FAILED, checked(check("odd", true)).state());
    assertEquals(TaskState.SUCCEEDED, checked(check("more", false), check("bad", true)).state());
    TaskCompleted event = (TaskCompleted) local.events.get(local.events.size() - 1);
    assertEquals(
        List.of("bad", "odd", "more"), event.checks().stream().map(CheckResult::name).toList());
    assertEquals(Severity.ERROR, event.checks().get(0).severity());
    assertFalse(event.checks().get(1).passed());
    assertNull(event.checks().get(2).severity());
  }

  @Test
  void what_succeeds_is_the_newest_materialization_of_its_partition() {
    checked(check("bad", true));
    Task second = checked(check("bad", true));
    var made =
        local
            .state
            .runs()
            .materializations()
            .of(AssetKey.parse("a.checked"), "k=i:0")
            .orElseThrow();
    assertEquals(second.since(), made.at());
    assertEquals("own", made.codeVersion());
    Task third = checked();
    assertEquals(TaskState.FAILED, third.state());
    assertSame(
        made,
        local
            .state
            .runs()
            .materializations()
            .of(AssetKey.parse("a.checked"), "k=i:0")
            .orElseThrow());
  }

  @Test
  void completed_may_come_without_started_and_started_twice_changes_nothing() {
    create(tasks("first", 2));
    List<Lease> leases = lease(2);
    complete(leases.get(0), Report.succeeded());
    assertEquals(TaskState.SUCCEEDED, task(leases.get(0)).state());
    Lease lease = leases.get(1);
    StartTask start = new StartTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId());
    assertEquals(new Acknowledged(false, null), local.run(start));
    OrchestrationState before = local.state;
    assertEquals(new Acknowledged(false, null), local.run(start));
    assertSame(before, local.state);
  }

  @Test
  void a_repeated_report_is_answered_as_the_first_time_and_changes_nothing() {
    UUID id = create(tasks("first", 1));
    Lease lease = lease(1).get(0);
    Report report = failed(ErrorCategory.USER_CODE, null);
    CompletionAnswer first = (CompletionAnswer) complete(lease, report);
    local.run(new ReleaseRetries(List.of(new AttemptRef(id, 0, 1))));
    lease(1);
    OrchestrationState before = local.state;
    assertEquals(
        new CompletionAnswer(first.finalState(), first.retryAfterMillis(), true),
        complete(lease, report));
    assertSame(before, local.state);
    Problem other =
        refused(ErrorCode.ATTEMPT_ALREADY_COMPLETED, complete(lease, Report.succeeded()));
    assertEquals(1, other.details().get("attempt"));
    assertSame(before, local.state);
  }

  @Test
  void a_worker_that_comes_back_late_is_told_which_attempt_lives_and_changes_nothing() {
    UUID id = create(tasks("first", 1));
    Lease late = lease(1).get(0);
    local.run(
        new ExpireAttempts(
            List.of(new Expiry(id, 0, 1, ExpiryReason.HEARTBEAT_TIMEOUT, local.sequence()))));
    Problem mismatch = refused(ErrorCode.ATTEMPT_MISMATCH, complete(late, Report.succeeded()));
    assertEquals(2, mismatch.details().get("expectedAttempt"));
    assertEquals(1, mismatch.details().get("receivedAttempt"));
    local.run(new ReleaseRetries(List.of(new AttemptRef(id, 0, 1))));
    Lease now = lease(1).get(0);
    OrchestrationState before = local.state;
    refused(ErrorCode.ATTEMPT_MISMATCH, complete(late, Report.succeeded()));
    // The right number with another's id is no better.
    Lease forged = new Lease(id, 0, now.attempt(), late.attemptId());
    refused(ErrorCode.ATTEMPT_MISMATCH, complete(forged, Report.succeeded()));
    assertSame(before, local.state);
    complete(now, Report.succeeded());
    refused(ErrorCode.TASK_ALREADY_TERMINAL, complete(late, Report.succeeded()));
    refused(ErrorCode.TASK_NOT_FOUND, complete(new Lease(id, 7, 1, id), Report.succeeded()));
  }

  @Test
  void an_expiry_that_saw_less_than_the_last_extension_is_left_out() {
    UUID id = create(tasks("first", 1));
    lease(1);
    long leased = local.sequence();
    local.run(new ExtendAttempts(List.of(new AttemptRef(id, 0, 1))));
    Expiry stale = new Expiry(id, 0, 1, ExpiryReason.HEARTBEAT_TIMEOUT, leased);
    assertEquals(new Counted(0), local.run(new ExpireAttempts(List.of(stale))));
    Expiry fresh = new Expiry(id, 0, 1, ExpiryReason.HEARTBEAT_TIMEOUT, local.sequence());
    assertEquals(new Counted(1), local.run(new ExpireAttempts(List.of(fresh, fresh))));
    assertEquals(1, task(new Lease(id, 0, 1, id)).attempts());
  }

  @Test
  void a_worker_that_stops_unasked_has_failed() {
    create(tasks("first", 1));
    Lease lease = lease(1).get(0);
    Report stopped = new Report(Outcome.CANCELLED, null, null, null, null, null, "reading");
    assertEquals(TaskState.FAILED, ((CompletionAnswer) complete(lease, stopped)).finalState());
    assertEquals(ErrorCategory.CANCELLED, task(lease).lastEnded().category());
  }
}
