package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.CheckSpec.Severity;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.Manifests.AssetBuilder;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers.Acknowledged;
import io.arco.planner.run.Answers.Cancellation;
import io.arco.planner.run.Answers.CompletionAnswer;
import io.arco.planner.run.Answers.Counted;
import io.arco.planner.run.Answers.Leases;
import io.arco.planner.run.Answers.RunCreation;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Report;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.RunState;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.TaskRanges;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs, case by case. */
class RunsTest {
  private static final String CHECKS =
      """
      [{"name":"bad","kind":"row_count","severity":"ERROR","parameters":{"min":1}},
       {"name":"odd","kind":"row_count","severity":"WARNING","parameters":{"min":1}}]
      """;

  private LocalOrchestration local;

  @BeforeEach
  void deploy() {
    begin(RunLimits.DEFAULT.withTasks(20, 30));
  }

  private void begin(RunLimits limits) {
    local = new LocalOrchestration(new OrchestrationLimits(ManifestLimits.DEFAULT, limits, 2, 2));
    deploy(asset("a.first").retry("{\"maxAttempts\":2,\"jitter\":0}"));
  }

  private void deploy(AssetBuilder first) {
    Object answer =
        local.run(
            new DeployManifest(
                Manifests.of(
                    first.build(),
                    asset("a.second").from("a.first").build(),
                    asset("a.checked").codeVersion("own").checks(CHECKS).build())));
    assertTrue(((Deployment) answer).changed());
  }

  private static RunAsset tasks(String name, int count, RunAsset.Upstream... upstream) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add("k=i:" + i);
    }
    return new RunAsset(AssetKey.parse("a." + name), "sql", keys, 0, List.of(upstream));
  }

  private CreateRun command(String key, String asked, RunAsset... assets) {
    return new CreateRun(
        key,
        Hash.of(asked.getBytes(UTF_8)),
        Hash.NONE,
        local.state.current().orElseThrow().version(),
        "v",
        "*",
        null,
        Instant.EPOCH,
        PlanMode.MISSING,
        Trigger.MANUAL,
        new TreeMap<>(),
        List.of(assets));
  }

  private UUID create(RunAsset... assets) {
    return ((RunCreation) local.run(command(null, "", assets))).run();
  }

  private List<Lease> lease(int max) {
    return ((Leases) local.run(new LeaseTasks("w", null, max))).leases();
  }

  private Object complete(Lease lease, Report report) {
    return local.run(
        new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report));
  }

  private static Report failed(ErrorCategory category, Boolean retryable) {
    return Report.failed(new TaskError(category, "m", null, retryable));
  }

  private Run run(UUID id) {
    return local.state.runs().run(id).orElseThrow();
  }

  private Task task(Lease lease) {
    return run(lease.run()).task(lease.task());
  }

  private static Problem refused(ErrorCode code, Object answer) {
    Problem problem = (Problem) answer;
    assertEquals(code, problem.code(), problem::toString);
    return problem;
  }

  @Test
  void a_run_of_no_tasks_succeeds_in_the_commit_that_makes_it() {
    UUID id = create(tasks("first", 0));
    assertEquals(RunState.SUCCEEDED, run(id).state());
    assertEquals(run(id).info().created(), run(id).ended());
  }

  @Test
  void a_run_key_stands_for_one_run_until_it_expires_though_the_run_is_evicted() {
    begin(RunLimits.DEFAULT.withRunKeyRetention(10_000));
    RunCreation first = (RunCreation) local.run(command("k", "a"));
    RunCreation again = (RunCreation) local.run(command("k", "a"));
    assertEquals(new RunCreation(first.run(), false, RunState.SUCCEEDED), again);
    Problem conflict = refused(ErrorCode.RUN_KEY_CONFLICT, local.run(command("k", "b")));
    assertNotEquals(conflict.details().get("fingerprint"), conflict.details().get("requested"));
    assertEquals(first.run().toString(), conflict.details().get("run"));
    local.run(new EvictRuns(List.of(first.run())));
    assertEquals(new RunCreation(first.run(), false, null), local.run(command("k", "a")));
    // Commits are a second apart.
    for (int i = 0; i < 8; i++) {
      assertTrue(local.state.runs().key("k").isPresent());
      local.run(command(null, ""));
    }
    local.run(command(null, ""));
    assertFalse(local.state.runs().key("k").isPresent());
    assertTrue(((RunCreation) local.run(command("k", "b"))).created());
  }

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
  void cancel_ends_what_does_not_live_tells_what_does_and_forces_it_at_last() {
    UUID id = create(tasks("first", 4), tasks("second", 4, new RunAsset.Upstream(0, null)));
    List<Lease> leases = lease(3);
    Cancellation asked = (Cancellation) local.run(new CancelRun(id, "enough"));
    assertEquals(new Cancellation(id, RunState.CANCELLING, true), asked);
    assertEquals(5, run(id).count(TaskState.CANCELLED));
    assertEquals(List.of(), lease(9));
    Lease first = leases.get(0);
    assertEquals(
        new Acknowledged(true, "enough"),
        local.run(new StartTask(id, first.task(), 1, first.attemptId())));
    // What is done is done; what fails now is not tried again.
    assertEquals(
        TaskState.SUCCEEDED, ((CompletionAnswer) complete(first, Report.succeeded())).finalState());
    assertEquals(
        new CompletionAnswer(TaskState.CANCELLED, null, false),
        complete(leases.get(1), failed(ErrorCategory.USER_CODE, true)));
    assertEquals(TaskState.CANCELLED, run(id).task(4).state());
    Expiry forced =
        new Expiry(id, leases.get(2).task(), 1, ExpiryReason.CANCEL_FORCED, local.sequence());
    local.run(new ExpireAttempts(List.of(forced)));
    assertEquals(RunState.CANCELLED, run(id).state());
    refused(ErrorCode.TASK_ALREADY_TERMINAL, complete(leases.get(2), Report.succeeded()));
    assertEquals(
        new Cancellation(id, RunState.CANCELLED, false), local.run(new CancelRun(id, null)));
    refused(ErrorCode.RUN_NOT_FOUND, local.run(new CancelRun(new UUID(1, 1), null)));
  }

  @Test
  void a_run_whose_last_tasks_succeed_in_spite_of_cancel_has_succeeded() {
    UUID id = create(tasks("first", 1));
    Lease lease = lease(1).get(0);
    local.run(new CancelRun(id, null));
    complete(lease, Report.succeeded());
    assertEquals(RunState.SUCCEEDED, run(id).state());
  }

  @Test
  void a_worker_that_stops_unasked_has_failed() {
    create(tasks("first", 1));
    Lease lease = lease(1).get(0);
    Report stopped = new Report(Outcome.CANCELLED, null, null, null, null, null, "reading");
    assertEquals(TaskState.FAILED, ((CompletionAnswer) complete(lease, stopped)).finalState());
    assertEquals(ErrorCategory.CANCELLED, task(lease).lastEnded().category());
  }

  @Test
  void workers_never_get_the_same_task_and_get_the_ones_that_waited_longest() {
    UUID first = create(tasks("first", 2));
    UUID second = create(tasks("first", 2));
    assertEquals(List.of(0, 1), lease(2).stream().map(Lease::task).toList());
    assertEquals(
        List.of(second, second), lease(5).stream().map(Lease::run).toList(), first::toString);
    assertEquals(List.of(), lease(5));
  }

  @Test
  void bounds_are_told() {
    Problem tasks =
        refused(ErrorCode.LIMIT_REACHED, local.run(command(null, "", tasks("first", 21))));
    assertEquals("maxRunTasks", tasks.details().get("limit"));
    assertEquals(20, ((Number) tasks.details().get("maximum")).intValue());
    assertEquals(21, ((Number) tasks.details().get("found")).intValue());
    create(tasks("first", 20));
    Problem live =
        refused(ErrorCode.LIMIT_REACHED, local.run(command(null, "", tasks("first", 11))));
    assertEquals("maxLiveTasks", live.details().get("limit"));
    create(tasks("first", 10));
    Problem leases =
        refused(ErrorCode.INVALID_REQUEST, local.run(new LeaseTasks("w", null, 1_001)));
    assertEquals("/maxTasks", leases.details().get("field"));
    refused(ErrorCode.INVALID_REQUEST, local.run(new LeaseTasks("", null, 1)));
    refused(ErrorCode.INVALID_REQUEST, local.run(command("x".repeat(257), "")));
    refused(ErrorCode.INVALID_REQUEST, local.run(command("a\nb", "")));
    refused(ErrorCode.INVALID_REQUEST, local.run(command("\ud800", "")));
  }

  @Test
  void a_run_is_of_a_version_that_is_kept_and_of_assets_that_it_has() {
    CreateRun gone = command(null, "");
    refused(ErrorCode.ASSET_NOT_FOUND, local.run(command(null, "", tasks("none", 1))));
    UUID pinned = create(tasks("first", 1));
    for (int i = 0; i < 5; i++) {
      deploy(asset("a.first").codeVersion("c" + i));
    }
    // A run pins its version.
    assertTrue(local.state.manifest(1).isPresent());
    local.run(new CancelRun(pinned, null));
    local.run(new EvictRuns(List.of(pinned)));
    deploy(asset("a.first").codeVersion("last"));
    assertFalse(local.state.manifest(1).isPresent());
    refused(ErrorCode.MANIFEST_NOT_FOUND, local.run(gone));
  }

  @Test
  void tasks_that_could_never_be_folded_are_refused() {
    RunAsset first = tasks("first", 2);
    for (RunAsset.Upstream wrong :
        List.of(
            new RunAsset.Upstream(1, null),
            new RunAsset.Upstream(-1, null),
            new RunAsset.Upstream(0, null),
            ranges(new int[] {3, 0, 3}),
            ranges(new int[] {2, 0, 1}),
            ranges(new int[] {3, 1, 1}),
            ranges(new int[] {3, 0, 1, 1, 2}),
            ranges(new int[] {3, 0}),
            ranges(new int[] {0, 0, 1}, new int[] {3, 0, 1}),
            ranges(new int[] {}))) {
      RunAsset second = tasks("second", 3, wrong);
      refused(ErrorCode.INVALID_REQUEST, local.run(command(null, "", first, second)));
    }
    RunAsset good = tasks("second", 3, ranges(new int[] {3, 0, 1}));
    assertEquals(5, run(create(first, good)).tasks());
  }

  private static RunAsset.Upstream ranges(int[]... lines) {
    return new RunAsset.Upstream(0, new TaskRanges(lines));
  }

  @Test
  void a_deployment_of_what_is_current_still_changes_nothing() {
    NewManifest manifest = Manifests.of(asset("a.x").payload("{\"b\":1,\"a\":2}").build());
    local.run(new DeployManifest(manifest));
    NewManifest same = Manifests.of(asset("a.x").payload("{\"a\":2,\"b\":1}").build());
    assertFalse(((Deployment) local.run(new DeployManifest(same))).changed());
  }
}
