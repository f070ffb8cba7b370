package io.arco.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What {@code snapshots/current.json} says: where to begin looking for the newest manifest. Nothing
 * relies on it.
 *
 * @param manifest the newest manifest when it was written
 * @param sequence how far that one reaches into the journal
 * @param nextWakeAt when the workspace next has something to do by itself, or null
 */
public record Hint(long manifest, long sequence, Instant nextWakeAt) {
  /** Its bytes. */
  public byte[] encode() {
    return Json.bytes(this);
  }

  /** The manifest that these bytes name; empty if they are anything but a hint. */
  public static OptionalLong manifestIn(byte[] bytes) {
    try {
      JsonNode manifest = Json.tree(bytes).path("manifest");
      return manifest.canConvertToLong() && manifest.isIntegralNumber() && manifest.asLong() > 0
          ? OptionalLong.of(manifest.asLong())
          : OptionalLong.empty();
    } catch (UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }
}
