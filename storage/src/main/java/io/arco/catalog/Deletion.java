package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * The answer to a delete.
 *
 * @param id of the entity that was named
 * @param deleted how many entities went: it and all below it, columns not counted
 */
@JsonPropertyOrder({"id", "deleted"})
public record Deletion(UUID id, int deleted) {}
