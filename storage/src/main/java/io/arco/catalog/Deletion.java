package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;

/**
 * The answer to a delete.
 *
 * @param id of the entity that was named
 * @param deleted how many entities went: it and all below it, columns not counted
 * @param keptUntil until when it can be put back; null: it can't
 */
@JsonPropertyOrder({"id", "deleted", "keptUntil"})
public record Deletion(UUID id, int deleted, Instant keptUntil) {}
