package io.arco.compactor;

import io.arco.journal.Hash;
import io.arco.ledger.Command;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.Report;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.Runs;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.Trigger;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Any next command on the runs of a workspace. */
final class RunSteps {
  private static final OrchestrationDomain DOMAIN = new OrchestrationDomain();

  private RunSteps() {}

  /** How many partitions are there. */
  static int made(WorkspaceState state) {
    return state.of(DOMAIN).runs().materializations().of(AssetKey.parse("a.n")).size();
  }

  static Command next(Seeds seeds, WorkspaceState state) {
    Runs runs = state.of(DOMAIN).runs();
    List<LiveAttempt> live = new ArrayList<>();
    runs.liveAttemptsSince(0).forEach(live::add);
    int dice = seeds.below(8);
    if (dice < 2) {
      return create(seeds, state.of(DOMAIN).current().map(m -> m.version()).orElse(1L));
    } else if (dice == 2 && !runs.all().isEmpty()) {
      return new CancelRun(seeds.oneOf(List.copyOf(runs.all())).id(), null);
    } else if (dice == 3) {
      return new EvictRuns(runs.all().stream().map(Run::id).toList());
    } else if (live.isEmpty()) {
      return new LeaseTasks("w" + seeds.below(3), null, 1 + seeds.below(4));
    }
    LiveAttempt one = seeds.oneOf(live);
    TaskError error = new TaskError(ErrorCategory.CONFIGURATION, "no", null, null);
    Report report = seeds.below(4) == 0 ? Report.failed(error) : Report.succeeded();
    return new CompleteTask(
        one.run(), one.task(), one.attempt().number(), one.attempt().id(), report);
  }

  /** A run of one asset that every manifest of the test has, its second part behind its first. */
  private static Command create(Seeds seeds, long version) {
    List<String> keys = new ArrayList<>();
    for (int i = seeds.below(5); i >= 0; i--) {
      keys.add("k=i:" + i);
    }
    AssetKey asset = AssetKey.parse("a.n");
    return new CreateRun(
        seeds.below(2) == 0 ? "key" + seeds.below(9) : null,
        Hash.NONE,
        Hash.NONE,
        version,
        "v",
        "*",
        null,
        Instant.EPOCH,
        PlanMode.MISSING,
        Trigger.MANUAL,
        new TreeMap<>(),
        List.of(
            new RunAsset(asset, "sql", keys, 0, List.of()),
            new RunAsset(asset, "sql", keys, 0, List.of(new RunAsset.Upstream(0, null)))));
  }
}
