package io.arco.planner.lineage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.StateHash;

/**
 * That data of one thing went into another, as tasks showed.
 *
 * @param from what it was made from
 * @param to what was made
 * @param reported whether any worker said so; else it is what plans say
 * @param runs how many runs showed it; without those that did so first after a newer one had
 * @param first the first sighting
 * @param last the first sighting in the newest run
 */
@JsonPropertyOrder({"from", "to", "reported", "runs", "first", "last"})
public record Edge(
    EntityName from, EntityName to, boolean reported, long runs, Sighting first, Sighting last) {
  /** One that is seen for the first time. */
  static Edge seen(Flow flow, Sighting sighting) {
    return new Edge(flow.from(), flow.to(), flow.reported(), 1, sighting, sighting);
  }

  /** The same after one more sighting; the very same if that says nothing new. */
  Edge seenAgain(boolean isReported, Sighting sighting) {
    boolean isNewer = sighting.run().compareTo(last.run()) > 0;
    if (!isNewer && (reported || !isReported)) {
      return this;
    }
    return new Edge(
        from,
        to,
        reported || isReported,
        isNewer ? runs + 1 : runs,
        first,
        isNewer ? sighting : last);
  }

  StateHash hash() {
    return StateHash.of("lineage.edge", Json.bytes(this));
  }
}
