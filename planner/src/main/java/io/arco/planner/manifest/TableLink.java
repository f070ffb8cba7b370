package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The table of the catalog that an asset makes, by name; it need not be there yet.
 *
 * @param catalog its catalog
 * @param schema its schema
 * @param name its name
 */
@JsonPropertyOrder({"catalog", "schema", "name"})
public record TableLink(String catalog, String schema, String name) {}
