package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.run.Answers.Acknowledged;
import io.arco.planner.run.Answers.Cancellation;
import io.arco.planner.run.Answers.CompletionAnswer;
import io.arco.planner.run.Answers.RunCreation;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Explanation.Link;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.RunState;
import io.arco.planner.run.TaskRanges;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of runs, case by case. */
class RunsTest extends RunFixture {
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
  void workers_never_get_the_same_task_and_get_the_ones_that_waited_longest() {
    UUID first = create(tasks("first", 2));
    UUID second = create(tasks("second", 2));
    assertEquals(List.of(0, 1), lease(2).stream().map(Lease::task).toList());
    assertEquals(
        List.of(second, second), lease(5).stream().map(Lease::run).toList(), first::toString);
    assertEquals(List.of(), lease(5));
  }

  @Test
  void a_partition_is_made_by_one_task_at_a_time_whatever_run_it_is_of() {
    UUID first = create(tasks("first", 2));
    UUID second = create(tasks("first", 3));
    List<Lease> leases = lease(9);
    assertEquals(
        List.of(new TaskRef(first, 0), new TaskRef(first, 1), new TaskRef(second, 2)),
        leases.stream().map(Lease::ref).toList());
    Link held = Explanations.task(local.state.runs(), run(second), 0).links().get(2);
    assertEquals(Fact.HELD_BACK, held.fact());
    assertEquals(new TaskRef(first, 0).text(), held.by());
    // Whatever ends the attempt: here it is to be tried again, and another run comes first.
    complete(leases.get(0), failed(ErrorCategory.USER_CODE, null));
    assertEquals(List.of(new TaskRef(second, 0)), lease(9).stream().map(Lease::ref).toList());
    local.run(new ReleaseRetries(List.of(new AttemptRef(first, 0, 1))));
    assertEquals(List.of(), lease(9));
    complete(leases.get(1), Report.succeeded());
    assertEquals(List.of(new TaskRef(second, 1)), lease(9).stream().map(Lease::ref).toList());
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
