package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.ledger.Stamp;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What does not change about a run.
 *
 * @param id its id
 * @param runKey the key it is the run of, or null
 * @param requestFingerprint the hash of what was asked for
 * @param planFingerprint of the plan
 * @param manifestVersion the version that it pins
 * @param codeVersion of the manifest, for assets that have none; or null
 * @param selection which assets were asked for
 * @param partitions which of their keys; null is all
 * @param logicalTime what the plan took for now
 * @param mode which of the keys asked for it makes
 * @param trigger why it was made
 * @param labels for whoever reads them
 * @param createdBy on whose behalf
 * @param created when
 */
@JsonPropertyOrder({
  "id",
  "runKey",
  "requestFingerprint",
  "planFingerprint",
  "manifestVersion",
  "codeVersion",
  "selection",
  "partitions",
  "logicalTime",
  "mode",
  "trigger",
  "labels",
  "createdBy",
  "created"
})
public record RunInfo(
    UUID id,
    String runKey,
    Hash requestFingerprint,
    Hash planFingerprint,
    long manifestVersion,
    String codeVersion,
    String selection,
    PartitionRequest partitions,
    Instant logicalTime,
    PlanMode mode,
    Trigger trigger,
    SortedMap<String, String> labels,
    String createdBy,
    Stamp created) {
  /** Copies the labels. */
  public RunInfo {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
