package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.ledger.Stamp;
import java.util.UUID;

/**
 * An attempt that has ended.
 *
 * @param number which of its task, from 1
 * @param id its id
 * @param worker who was at it
 * @param leased when it was leased
 * @param started when its worker began, or null
 * @param ended when it ended
 * @param outcome how
 * @param expired why it was ended without its worker; null if its worker reported
 * @param reportHash of the report, or null
 * @param category of the error, or null
 * @param message of the error, its beginning, or null
 * @param finalState where it left the task: SUCCEEDED, FAILED, CANCELLED or RETRY_WAIT
 * @param retryAfterMillis how long the task was to wait then, or null
 * @param released when the task became ready again, or null
 */
@JsonPropertyOrder({
  "number",
  "id",
  "worker",
  "leased",
  "started",
  "ended",
  "outcome",
  "expired",
  "reportHash",
  "category",
  "message",
  "finalState",
  "retryAfterMillis",
  "released"
})
public record PastAttempt(
    int number,
    UUID id,
    String worker,
    Stamp leased,
    Stamp started,
    Stamp ended,
    Outcome outcome,
    ExpiryReason expired,
    Hash reportHash,
    ErrorCategory category,
    String message,
    TaskState finalState,
    Long retryAfterMillis,
    Stamp released) {
  /** The most characters of an error's message that the state keeps. */
  static final int MESSAGE_CHARACTERS = 500;

  /** The beginning of a message, or null for null. */
  static String excerpt(String message) {
    if (message == null || message.length() <= MESSAGE_CHARACTERS) {
      return message;
    }
    int end = MESSAGE_CHARACTERS;
    // Not between the halves of a character.
    return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end);
  }

  /** The same, after which the task became ready again. */
  PastAttempt releasedAt(Stamp stamp) {
    return new PastAttempt(
        number,
        id,
        worker,
        leased,
        started,
        ended,
        outcome,
        expired,
        reportHash,
        category,
        message,
        finalState,
        retryAfterMillis,
        stamp);
  }
}
