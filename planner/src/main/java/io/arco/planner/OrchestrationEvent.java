package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.ledger.Event;
import io.arco.planner.manifest.Manifest;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import java.time.Instant;
import java.util.UUID;

/**
 * What happened in orchestration; when is the commit's time. Its JSON is a public format: one
 * schema per event, {@code arco/schema/events/orchestration-*.json} in {@code proto}.
 */
public sealed interface OrchestrationEvent extends Event
    permits OrchestrationEvent.ManifestDeployed, OrchestrationEvent.PlanStored, RunEvent {
  /**
   * A manifest was deployed, and is the current one.
   *
   * @param version its number
   * @param contentHash of its content
   * @param oldestKept versions before this one are no longer kept
   * @param deployedBy on whose behalf
   * @param manifest its content
   */
  @JsonPropertyOrder({"version", "contentHash", "oldestKept", "deployedBy", "manifest"})
  record ManifestDeployed(
      long version, Hash contentHash, long oldestKept, String deployedBy, Manifest manifest)
      implements OrchestrationEvent {}

  /**
   * A plan was stored.
   *
   * @param id its id
   * @param manifestVersion the version it is of
   * @param selection which assets
   * @param partitions which of their keys; null is all
   * @param logicalTime what it takes for now
   * @param fingerprint what it would do
   * @param assets how many are selected
   * @param tasks how many it has
   * @param skipped how many keys it skips
   * @param createdBy on whose behalf
   * @param dropped the plan that is no longer kept, or null
   * @param mode which of the keys asked for it makes; null is MISSING
   */
  @JsonPropertyOrder({
    "id",
    "manifestVersion",
    "selection",
    "partitions",
    "logicalTime",
    "fingerprint",
    "assets",
    "tasks",
    "skipped",
    "createdBy",
    "dropped",
    "mode"
  })
  record PlanStored(
      UUID id,
      long manifestVersion,
      String selection,
      PartitionRequest partitions,
      Instant logicalTime,
      Hash fingerprint,
      int assets,
      long tasks,
      long skipped,
      String createdBy,
      UUID dropped,
      PlanMode mode)
      implements OrchestrationEvent {}
}
