package io.arco.planner.run;

import io.arco.ledger.Decision;
import io.arco.ledger.DecisionContext;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;

/** Decides commands on runs. */
public final class RunDecider {
  private RunDecider() {}

  /** What becomes of a command. */
  public static Decision<OrchestrationState, OrchestrationEvent> decide(
      OrchestrationState state, RunCommand command, DecisionContext context, RunLimits limits) {
    return new Decision.Rejected<>(Problem.of(ErrorCode.NOT_SUPPORTED, "Not yet."));
  }
}
