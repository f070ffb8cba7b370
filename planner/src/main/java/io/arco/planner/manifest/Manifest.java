package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import java.util.List;

/**
 * A manifest in canonical form: what deployments of equal content have in common.
 *
 * @param codeVersion the version of the code it comes from, or null
 * @param description what a person says about it, or null
 * @param assets by key
 */
@JsonPropertyOrder({"codeVersion", "description", "assets"})
public record Manifest(String codeVersion, String description, List<Asset> assets) {
  /** Copies the assets. */
  public Manifest {
    assets = List.copyOf(assets);
  }

  /** SHA-256 of its JSON. */
  public Hash contentHash() {
    return Hash.of(Json.bytes(this));
  }
}
