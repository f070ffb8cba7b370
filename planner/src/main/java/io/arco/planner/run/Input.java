package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;

/**
 * Something an attempt read, as its worker reports it: of an asset or of a table.
 *
 * @param asset which, or null
 * @param table which, or null
 * @param version of the table, or null
 * @param partitionKey of which partition, as canonical text, or null
 */
@JsonPropertyOrder({"asset", "table", "version", "partitionKey"})
public record Input(AssetKey asset, TableLink table, String version, String partitionKey) {}
