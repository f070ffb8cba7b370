package io.arco.server.api;

import io.arco.planner.OrchestrationProblems;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PartitionRequestReader;
import io.arco.planner.selection.SelectionParser;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.time.Instant;

/**
 * The body of requests for plans; what is null was not said.
 *
 * @param manifestVersion null is the current one
 * @param selection which assets
 * @param partitions which of their keys; null is all
 * @param logicalTime what the plan takes for now; null is when it is asked for
 */
record PlanRequest(
    Long manifestVersion, String selection, PartitionRequest partitions, String logicalTime) {
  /**
   * Itself, if it can be planned as far as that shows without a manifest.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, INVALID_SELECTION, INVALID_PARTITION
   */
  PlanRequest checked() {
    if (selection == null) {
      throw OrchestrationProblems.required("/selection").asException();
    }
    if (manifestVersion != null && manifestVersion < 1) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "The value is not allowed here.")
          .with("field", "/manifestVersion")
          .with("value", manifestVersion)
          .with("expected", "a whole number from 1")
          .asException();
    }
    SelectionParser.parse(selection);
    PartitionRequestReader.read(partitions);
    PartitionRequestReader.time("/logicalTime", logicalTime);
    return this;
  }

  /** The logical time, or a time if none is said. */
  Instant timeOr(Instant now) {
    return logicalTime == null ? now : PartitionRequestReader.time("/logicalTime", logicalTime);
  }
}
