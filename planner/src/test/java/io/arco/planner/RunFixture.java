package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.Manifests.AssetBuilder;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers.Leases;
import io.arco.planner.run.Answers.RunCreation;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Report;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.Trigger;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** A workspace of a few assets, and what is often done with runs of it. */
abstract class RunFixture {
  private static final String CHECKS =
      """
      [{"name":"bad","kind":"row_count","severity":"ERROR","parameters":{"min":1}},
       {"name":"odd","kind":"row_count","severity":"WARNING","parameters":{"min":1}}]
      """;

  LocalOrchestration local;

  @BeforeEach
  void deploy() {
    begin(RunLimits.DEFAULT.withTasks(20, 30));
  }

  void begin(RunLimits limits) {
    local = new LocalOrchestration(new OrchestrationLimits(ManifestLimits.DEFAULT, limits, 2, 2));
    deploy(asset("a.first").retry("{\"maxAttempts\":2,\"jitter\":0}"));
  }

  void deploy(AssetBuilder first) {
    Object answer =
        local.run(
            new DeployManifest(
                Manifests.of(
                    first.build(),
                    asset("a.second").from("a.first").build(),
                    asset("a.checked").codeVersion("own").checks(CHECKS).build())));
    assertTrue(((Deployment) answer).changed());
  }

  static RunAsset tasks(String name, int count, RunAsset.Upstream... upstream) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add("k=i:" + i);
    }
    return new RunAsset(AssetKey.parse("a." + name), "sql", keys, 0, List.of(upstream));
  }

  CreateRun command(String key, String asked, RunAsset... assets) {
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

  UUID create(RunAsset... assets) {
    return ((RunCreation) local.run(command(null, "", assets))).run();
  }

  List<Lease> lease(int max) {
    return ((Leases) local.run(new LeaseTasks("w", null, max))).leases();
  }

  Object complete(Lease lease, Report report) {
    return local.run(
        new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report));
  }

  static Report failed(ErrorCategory category, Boolean retryable) {
    return Report.failed(new TaskError(category, "m", null, retryable));
  }

  Run run(UUID id) {
    return local.state.runs().run(id).orElseThrow();
  }

  Task task(Lease lease) {
    return run(lease.run()).task(lease.task());
  }

  static Problem refused(ErrorCode code, Object answer) {
    Problem problem = (Problem) answer;
    assertEquals(code, problem.code(), problem::toString);
    return problem;
  }
}
