package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One caller's command in a commit: who, and what came of it.
 *
 * @param principal on whose behalf
 * @param requestId the request that brought it
 * @param key the idempotency key it came with, or null
 * @param events what happened, in order, at least one
 */
public record CommittedCommand(
    String principal, String requestId, KeyUse key, List<CommittedEvent> events) {

  /** Copies the events. */
  public CommittedCommand {
    events = List.copyOf(events);
  }

  /**
   * The use of an idempotency key, kept so that the same request gets the same answer.
   *
   * @param key the key's text, scoped by the principal
   * @param requestHash what the request was
   * @param expiresAt when the key may mean something else; the fold drops it in the first commit at
   *     or after that time
   * @param answers the first answer, one value per command of the request
   */
  @JsonPropertyOrder({"key", "requestHash", "expiresAt", "answers"})
  public record KeyUse(String key, Hash requestHash, Instant expiresAt, JsonNode answers) {}

  /**
   * One event.
   *
   * @param domain the domain it belongs to
   * @param type its name in that domain
   * @param data its fields
   */
  @JsonPropertyOrder({"domain", "type", "data"})
  public record CommittedEvent(String domain, String type, JsonNode data) {}
}
