package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.ledger.Command;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import java.time.Instant;

/** What a caller may want of orchestration. */
public sealed interface OrchestrationCommand extends Command
    permits OrchestrationCommand.DeployManifest, OrchestrationCommand.StorePlan, RunCommand {
  /**
   * Deploys a manifest.
   *
   * @param manifest as the caller describes it, unchecked
   */
  @JsonPropertyOrder({"manifest"})
  record DeployManifest(NewManifest manifest) implements OrchestrationCommand {}

  /**
   * Stores a plan that was worked out already, on a worker, from the version it names. Plans are a
   * pure function of what stands here, so that nothing but the version is looked at again.
   *
   * @param manifestVersion the version it is of
   * @param selection which assets
   * @param partitions which of their keys; null is all
   * @param logicalTime what it takes for now
   * @param fingerprint what it would do
   * @param assets how many are selected
   * @param tasks how many it has
   * @param skipped how many keys it skips
   * @param mode which of the keys asked for it makes; null is MISSING
   */
  @JsonPropertyOrder({
    "manifestVersion",
    "selection",
    "partitions",
    "logicalTime",
    "fingerprint",
    "assets",
    "tasks",
    "skipped",
    "mode"
  })
  record StorePlan(
      long manifestVersion,
      String selection,
      PartitionRequest partitions,
      Instant logicalTime,
      Hash fingerprint,
      int assets,
      long tasks,
      long skipped,
      PlanMode mode)
      implements OrchestrationCommand {
    /** A plan that makes what is not there yet. */
    public StorePlan(
        long manifestVersion,
        String selection,
        PartitionRequest partitions,
        Instant logicalTime,
        Hash fingerprint,
        int assets,
        long tasks,
        long skipped) {
      this(
          manifestVersion,
          selection,
          partitions,
          logicalTime,
          fingerprint,
          assets,
          tasks,
          skipped,
          null);
    }
  }
}
