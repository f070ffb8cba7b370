package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The answer to {@link CatalogCommand.PutTable}.
 *
 * @param created whether it was not there before
 * @param table as it is now
 */
@JsonPropertyOrder({"created", "table"})
public record TablePut(boolean created, TableView table) {}
