package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long attempts may take; durations in ISO 8601, a second to 30 days.
 *
 * @param start from the lease to the start
 * @param heartbeat from one word of the worker to the next
 * @param execution from the start to the end; null is without end
 * @param cancelGrace from asking to cancel to ending it without the worker
 */
@JsonPropertyOrder({"start", "heartbeat", "execution", "cancelGrace"})
public record Timeouts(String start, String heartbeat, String execution, String cancelGrace) {
  /** What holds for an asset that says nothing. */
  public static final Timeouts DEFAULT = new Timeouts("PT1M", "PT1M", null, "PT30S");

  /** From the lease to the start, in milliseconds. */
  public long startMillis() {
    return Duration.parse(start).toMillis();
  }

  /** From one word of the worker to the next, in milliseconds. */
  public long heartbeatMillis() {
    return Duration.parse(heartbeat).toMillis();
  }

  /** From the start to the end, in milliseconds; empty is without end. */
  public OptionalLong executionMillis() {
    return execution == null
        ? OptionalLong.empty()
        : OptionalLong.of(Duration.parse(execution).toMillis());
  }

  /** From asking to cancel to ending it without the worker, in milliseconds. */
  public long cancelGraceMillis() {
    return Duration.parse(cancelGrace).toMillis();
  }
}
