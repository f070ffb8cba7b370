package io.arco.server.dispatch;

import io.arco.server.bus.MessageId;
import java.util.List;

/**
 * A worker that asks for tasks.
 *
 * @param id of this poll, and of no other
 * @param worker who asks
 * @param kinds of which kinds; null is any
 * @param max how many at most, at least 1
 * @param waitMillis how long it waits for one, at least 0
 * @param principal on whose behalf
 * @param requestId of the request
 */
public record LeaseAsk(
    MessageId id,
    String worker,
    List<String> kinds,
    int max,
    long waitMillis,
    String principal,
    String requestId) {
  /** Copies the kinds. */
  public LeaseAsk {
    kinds = kinds == null ? null : List.copyOf(kinds);
  }
}
