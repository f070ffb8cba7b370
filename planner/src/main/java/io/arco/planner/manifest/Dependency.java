package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.partition.MappingSpec;

/**
 * That an asset is made from another.
 *
 * @param asset the upstream
 * @param mapping which of its keys a key needs
 */
@JsonPropertyOrder({"asset", "mapping"})
public record Dependency(AssetKey asset, MappingSpec mapping) {}
