package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import java.time.Instant;
import java.util.UUID;

/**
 * A plan that is kept: what it was made from, and what came out; also what callers see of it.
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
 * @param createdAt when
 * @param createdBy on whose behalf
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
  "createdAt",
  "createdBy",
  "mode"
})
public record StoredPlan(
    UUID id,
    long manifestVersion,
    String selection,
    PartitionRequest partitions,
    Instant logicalTime,
    Hash fingerprint,
    int assets,
    long tasks,
    long skipped,
    Instant createdAt,
    String createdBy,
    PlanMode mode) {}
