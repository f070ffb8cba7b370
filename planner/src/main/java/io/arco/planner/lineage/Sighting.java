package io.arco.planner.lineage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;
import io.arco.planner.manifest.AssetKey;
import java.util.UUID;

/**
 * A success that showed an edge.
 *
 * @param asset of which asset
 * @param run the run whose task it was
 * @param task that task's number
 * @param attempt which attempt
 * @param at the commit that holds it
 */
@JsonPropertyOrder({"asset", "run", "task", "attempt", "at"})
public record Sighting(AssetKey asset, UUID run, int task, int attempt, Stamp at) {}
