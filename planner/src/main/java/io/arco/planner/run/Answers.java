package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.UUID;

/** What commands on runs are answered. */
public final class Answers {
  private Answers() {}

  /**
   * That a run is there.
   *
   * @param run its id
   * @param created whether this command made it; else its key did so before
   * @param state where it stands; null if it has left the state
   */
  @JsonPropertyOrder({"run", "created", "state"})
  public record RunCreation(UUID run, boolean created, RunState state) {}

  /**
   * What a worker was given.
   *
   * @param leases in the order in which tasks became ready; empty if none is
   */
  @JsonPropertyOrder({"leases"})
  public record Leases(List<Lease> leases) {}

  /**
   * That a call about a live attempt was taken.
   *
   * @param shouldCancel whether it should stop
   * @param cancelReason why, or null
   */
  @JsonPropertyOrder({"shouldCancel", "cancelReason"})
  public record Acknowledged(boolean shouldCancel, String cancelReason) {}

  /**
   * What came of a report.
   *
   * @param finalState where it left the task: SUCCEEDED, FAILED, CANCELLED or RETRY_WAIT
   * @param retryAfterMillis how long until the task may be leased again; null if it is not
   * @param repeated whether the very same report was taken before
   */
  @JsonPropertyOrder({"finalState", "retryAfterMillis", "repeated"})
  public record CompletionAnswer(TaskState finalState, Long retryAfterMillis, boolean repeated) {}

  /**
   * Of how many that were named it held; the others had moved on.
   *
   * @param count how many
   */
  @JsonPropertyOrder({"count"})
  public record Counted(int count) {}

  /**
   * Where a run stands that was asked to be cancelled.
   *
   * @param run which
   * @param state CANCELLING or final
   * @param changed whether this command changed anything
   */
  @JsonPropertyOrder({"run", "state", "changed"})
  public record Cancellation(UUID run, RunState state, boolean changed) {}
}
