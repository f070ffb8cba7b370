package io.arco.server;

import io.arco.server.config.ArcoConfig;
import io.arco.server.config.ConfigInputs;
import io.arco.server.config.ConfigLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests: defaults, any port, and what the test says. */
public final class Configs {
  private Configs() {}

  /** With a store in memory, and further keys and values in turn. */
  public static ArcoConfig inMemory(String... keysAndValues) {
    List<ConfigInputs.Flag> flags = new ArrayList<>();
    flags.add(new ConfigInputs.Flag("--set", "store", List.of("memory:")));
    flags.add(new ConfigInputs.Flag("--set", "http.port", List.of("0")));
    flags.add(new ConfigInputs.Flag("--set", "flight.port", List.of("-1")));
    for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
      flags.removeIf(keyOf(keysAndValues[i]));
      flags.add(new ConfigInputs.Flag("--set", keysAndValues[i], List.of(keysAndValues[i + 1])));
    }
    return ConfigLoader.load(new ConfigInputs(Optional.empty(), Map.of(), flags)).config();
  }

  private static java.util.function.Predicate<ConfigInputs.Flag> keyOf(String key) {
    return flag -> flag.key().equals(key);
  }
}
