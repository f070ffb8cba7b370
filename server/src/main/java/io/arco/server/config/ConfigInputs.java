package io.arco.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration is made of, besides the defaults: later ones win.
 *
 * @param file a JSON file
 * @param environment the whole environment; names that do not start with {@code ARCO_} are ignored
 * @param flags in the order given
 */
public record ConfigInputs(Optional<Path> file, Map<String, String> environment, List<Flag> flags) {

  /** Defaults alone. */
  public static ConfigInputs none() {
    return new ConfigInputs(Optional.empty(), Map.of(), List.of());
  }

  /**
   * A value from the command line.
   *
   * @param name as typed, such as {@code --port}
   * @param key the dotted key it sets
   * @param values one text; more only where the key is a list, each then one item
   */
  public record Flag(String name, String key, List<String> values) {}
}
