package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;

/**
 * That a run is to be cancelled.
 *
 * @param reason what is said about it, or null
 * @param requestedBy on whose behalf
 * @param requested when
 */
@JsonPropertyOrder({"reason", "requestedBy", "requested"})
public record CancelRequest(String reason, String requestedBy, Stamp requested) {}
