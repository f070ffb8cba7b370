package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;

/**
 * Why something is as it is: what led to it, in the order in which it came about.
 *
 * @param subject what is explained: the id of a run or task, or {@code namespace.name[partition]}
 * @param name what a person calls it
 * @param state where it stands
 * @param links what led to it; each is a fact that a commit holds
 */
@JsonPropertyOrder({"subject", "name", "state", "links"})
public record Explanation(String subject, String name, String state, List<Link> links) {
  /** Copies the links. */
  public Explanation {
    links = List.copyOf(links);
  }

  /** What can be a reason. */
  public enum Fact {
    /** The run was made, and with it its tasks. */
    RUN_CREATED,
    /** It does tasks of another run again. */
    RERUN_OF,
    /** The task waits for another one. */
    WAITS_FOR,
    /** All that the task waits for is done: a worker may lease it. */
    READY,
    /** Another task is at its partition: it is not leased until that attempt has ended. */
    HELD_BACK,
    /** A worker leased it. */
    LEASED,
    /** Its worker began. */
    STARTED,
    /** Its worker was heard of. */
    HEARD_OF,
    /** The attempt succeeded. */
    SUCCEEDED,
    /** The attempt failed, as its worker says or its checks do. */
    FAILED,
    /** The attempt was ended without its worker. */
    EXPIRED,
    /** The task waits to be tried again. */
    RETRY_WAIT,
    /** The task may be tried again. */
    RELEASED,
    /** Something the task waits for failed for good. */
    SKIPPED,
    /** The run was to be cancelled. */
    CANCEL_REQUESTED,
    /** The task was cancelled. */
    CANCELLED,
    /** The partition was made. */
    MATERIALIZED,
    /** The last task of the run was over. */
    RUN_ENDED
  }

  /**
   * One reason. What does not belong to its fact is null.
   *
   * @param fact what came about
   * @param sequence the commit that holds it
   * @param at that commit's time
   * @param event the type of the event that says it
   * @param task which task it is about, as its id
   * @param name what a person calls that task
   * @param by the task that the event names, as its id, if that is another one
   * @param attempt which attempt
   * @param worker whose
   * @param reason in words or as a code: of a failure, a cancellation, a trigger
   * @param message of an error
   * @param millis how long the task waits from then on
   * @param count how many there are of which this is one
   */
  @JsonPropertyOrder({
    "fact",
    "sequence",
    "at",
    "event",
    "task",
    "name",
    "by",
    "attempt",
    "worker",
    "reason",
    "message",
    "millis",
    "count"
  })
  public record Link(
      Fact fact,
      long sequence,
      Instant at,
      String event,
      String task,
      String name,
      String by,
      Integer attempt,
      String worker,
      String reason,
      String message,
      Long millis,
      Integer count) {}
}
