package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * The answer to {@link CatalogCommand.RequireEntity}.
 *
 * @param id the id of what is there; null where nothing is
 * @param version its version; null where nothing is
 */
@JsonPropertyOrder({"id", "version"})
public record Found(UUID id, Long version) {
  /** Nothing is there. */
  static final Found NOTHING = new Found(null, null);
}
