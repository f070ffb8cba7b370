package io.arco.server.api;

import io.arco.planner.run.TaskRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.token.TaskToken;
import io.arco.server.token.TaskTokens;
import io.arco.store.Workspace;
import io.vertx.core.http.HttpHeaders;
import java.util.UUID;

/** Finds out for which attempt a worker may speak. */
final class BearerTokens {
  private static final String SCHEME = "Bearer ";

  private BearerTokens() {}

  /**
   * The token of the request, if it is of the task in its path, and of the workspace in its headers
   * where they name one.
   *
   * @throws ProblemException INVALID_TOKEN; INVALID_NAME if the path names no task
   */
  static TaskToken of(Exchange exchange, TaskTokens tokens) {
    TaskRef task = TaskIds.task(exchange);
    String header = exchange.header(HttpHeaders.AUTHORIZATION).orElse("");
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw foreign();
    }
    TaskToken token = tokens.verify(header.substring(SCHEME.length()).strip());
    boolean isOfTask = token.run().equals(task.run()) && token.task() == task.task();
    boolean namesWorkspace =
        exchange.header(ArcoHeaders.TENANT).isPresent()
            || exchange.header(ArcoHeaders.WORKSPACE).isPresent();
    if (!isOfTask || (namesWorkspace && !token.isOf(exchange.workspace()))) {
      throw foreign();
    }
    exchange.prove(workspace(token));
    return token;
  }

  /**
   * Refuses what is said of another attempt than the token's.
   *
   * @throws ProblemException INVALID_TOKEN
   */
  static void check(TaskToken token, int attempt, UUID attemptId) {
    if (token.attempt() != attempt || !token.attemptId().equals(attemptId)) {
      throw foreign();
    }
  }

  /** The workspace of a token. */
  static Workspace workspace(TaskToken token) {
    return Workspace.of(token.tenant(), token.workspace());
  }

  private static ProblemException foreign() {
    return Problem.of(
            ErrorCode.INVALID_TOKEN, "This operation needs the token of the attempt it is about.")
        .asException();
  }
}
