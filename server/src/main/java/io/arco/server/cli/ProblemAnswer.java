package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.problem.Problem;

/** A request that was refused, or failed, for a reason that has a code. */
public final class ProblemAnswer extends CommandException {
  private static final long serialVersionUID = 1L;

  private final transient JsonNode problem;

  ProblemAnswer(int status, JsonNode problem) {
    super(ExitCode.FAILED, ProblemText.of(status, problem));
    this.problem = problem;
  }

  /** The problem of a store, said as a server says it. */
  static ProblemAnswer of(Problem problem, Throwable cause) {
    ObjectNode answer =
        Json.MAPPER
            .createObjectNode()
            .put("code", problem.code().name())
            .put("detail", problem.text());
    answer.set("details", Json.MAPPER.valueToTree(problem.details()));
    ProblemAnswer answered = new ProblemAnswer(problem.code().httpStatus(), answer);
    answered.initCause(cause);
    return answered;
  }

  /** The stable code; empty if it has none. */
  public String code() {
    return problem.path("code").asText();
  }

  /** A detail, missing if there is none of this name. */
  public JsonNode detail(String name) {
    JsonNode nested = problem.path("details").path(name);
    return nested.isMissingNode() ? problem.path(name) : nested;
  }
}
