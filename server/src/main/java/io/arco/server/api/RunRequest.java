package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The body of requests for runs; what is null was not said.
 *
 * @param selection which assets
 * @param partitions which of their keys; null is all
 * @param manifestVersion null is the current one
 * @param logicalTime what the plan takes for now; null is when it is asked for
 * @param mode which of the keys asked for are made; null is those that are not there yet
 * @param runKey there is one run for it; null is without
 * @param labels for whoever reads them
 * @param reason what a person says about it
 */
record RunRequest(
    String selection,
    PartitionRequest partitions,
    Long manifestVersion,
    String logicalTime,
    PlanMode mode,
    String runKey,
    SortedMap<String, String> labels,
    String reason) {
  /** What makes a request the same request: all but the key and the words. */
  @JsonPropertyOrder({
    "selection",
    "partitions",
    "manifestVersion",
    "logicalTime",
    "mode",
    "labels"
  })
  private record Essence(
      String selection,
      PartitionRequest partitions,
      Long manifestVersion,
      String logicalTime,
      PlanMode mode,
      Map<String, String> labels) {}

  /**
   * Itself, if it can be planned as far as that shows without a manifest.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, INVALID_SELECTION, INVALID_PARTITION
   */
  RunRequest checked() {
    plan().checked();
    if (labels != null) {
      labels.forEach((name, value) -> Required.value("/labels/" + name, value));
    }
    return this;
  }

  /** What is to be planned. */
  PlanRequest plan() {
    return new PlanRequest(manifestVersion, selection, partitions, logicalTime);
  }

  PlanMode modeOrDefault() {
    return mode == null ? PlanMode.MISSING : mode;
  }

  SortedMap<String, String> labelsOrNone() {
    return labels == null ? new TreeMap<>() : labels;
  }

  /** SHA-256 of what is asked for: a run key stands for one of them. */
  Hash fingerprint() {
    return Hash.of(
        Json.bytes(
            new Essence(
                selection,
                partitions,
                manifestVersion,
                logicalTime,
                modeOrDefault(),
                labelsOrNone())));
  }
}
