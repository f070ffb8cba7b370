package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;
import io.arco.planner.manifest.AssetKey;
import java.util.UUID;

/**
 * The newest success of a partition of an asset.
 *
 * @param asset which asset
 * @param partition its key as canonical text; empty if the asset is not partitioned
 * @param run the run whose task made it
 * @param task that task's number
 * @param attempt which attempt
 * @param codeVersion of what made it, or null
 * @param at when it was made
 * @param output what was reported of it: the output of the asset's table, else the first; or null
 */
@JsonPropertyOrder({"asset", "partition", "run", "task", "attempt", "codeVersion", "at", "output"})
public record Materialization(
    AssetKey asset,
    String partition,
    UUID run,
    int task,
    int attempt,
    String codeVersion,
    Stamp at,
    Output output) {}
