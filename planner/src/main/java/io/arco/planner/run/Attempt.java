package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;
import java.util.UUID;

/**
 * An attempt that lives.
 *
 * @param number which of its task, from 1
 * @param id its id
 * @param worker who is at it
 * @param leased when it was leased
 * @param started when its worker began, or null
 * @param extended when its worker was heard of last, as far as commits tell: leased, started or
 *     extended
 */
@JsonPropertyOrder({"number", "id", "worker", "leased", "started", "extended"})
public record Attempt(
    int number, UUID id, String worker, Stamp leased, Stamp started, Stamp extended) {
  /** The same, begun. */
  Attempt startedAt(Stamp stamp) {
    return new Attempt(number, id, worker, leased, stamp, stamp);
  }

  /** The same, heard of. */
  Attempt extendedAt(Stamp stamp) {
    return new Attempt(number, id, worker, leased, started, stamp);
  }
}
