package io.arco.server.token;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.UUID;

/**
 * What a task token says: who holds it may speak for one attempt of one task until a time.
 *
 * @param tenant the workspace's tenant
 * @param workspace the workspace's name
 * @param run the task's run
 * @param task the task's number there
 * @param attempt which attempt at it, from 1
 * @param attemptId that attempt's id
 * @param expiresAt when it ends, in whole milliseconds
 */
@JsonPropertyOrder({"tenant", "workspace", "run", "task", "attempt", "attemptId", "expiresAt"})
public record TaskToken(
    String tenant,
    String workspace,
    UUID run,
    int task,
    int attempt,
    UUID attemptId,
    Instant expiresAt) {
  /** The token of an attempt in a workspace. */
  public static TaskToken of(
      Workspace workspace, UUID run, int task, int attempt, UUID attemptId, Instant expiresAt) {
    return new TaskToken(
        workspace.tenant().name(), workspace.name(), run, task, attempt, attemptId, expiresAt);
  }

  /** Whether it is of this workspace. */
  public boolean isOf(Workspace other) {
    return tenant.equals(other.tenant().name()) && workspace.equals(other.name());
  }
}
