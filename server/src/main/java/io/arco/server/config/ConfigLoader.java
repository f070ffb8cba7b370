package io.arco.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the configuration: defaults, overlaid by the file, the environment, then flags. Everything
 * wrong is found in one go.
 */
public final class ConfigLoader {
  /** The largest configuration file, in bytes. */
  static final long MAX_FILE_BYTES = 1 << 20;

  private static final String PREFIX = "ARCO_";

  /** Variables of commands for people; they may be set where one is started. */
  private static final Set<String> OF_CLIENTS =
      Set.of("ARCO_TOKEN", "ARCO_CA_FILE", "ARCO_SQL_HISTORY");

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, ConfigSource> sources = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private ConfigLoader() {}

  /**
   * Loads and checks.
   *
   * @throws ConfigException naming every mistake
   */
  public static LoadedConfig load(ConfigInputs inputs) {
    ConfigLoader loader = new ConfigLoader();
    loader.takeDefaults();
    inputs.file().ifPresent(loader::takeFile);
    loader.takeEnvironment(inputs.environment());
    inputs.flags().forEach(loader::takeFlag);
    loader.refuseIfMistaken();
    loader.takeDefaultsOfTheStore();
    LoadedConfig loaded =
        new LoadedConfig(ArcoConfig.bind(loader.values), loader.values, loader.sources);
    loader.mistakes.addAll(ConfigRules.broken(loaded));
    loader.refuseIfMistaken();
    return loaded;
  }

  private void refuseIfMistaken() {
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes);
    }
  }

  private void takeDefaults() {
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      values.put(key.path(), key.parseText(key.setting().fallback()));
      sources.put(key.path(), ConfigSource.DEFAULT);
    }
  }

  /** Some defaults depend on where everything is kept. */
  private void takeDefaultsOfTheStore() {
    if (!values.get("store").toString().startsWith("s3:")) {
      return;
    }
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      String fallback = key.setting().fallbackOnS3();
      if (!fallback.isEmpty() && sources.get(key.path()) == ConfigSource.DEFAULT) {
        values.put(key.path(), key.parseText(fallback));
      }
    }
  }

  private void takeFile(Path file) {
    ConfigSource source = ConfigSource.file(file);
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        mistakes.add(source.text() + ": larger than " + MAX_FILE_BYTES + " bytes");
        return;
      }
      JsonNode tree = Json.MAPPER.readTree(Files.readAllBytes(file));
      if (tree == null || !tree.isObject()) {
        mistakes.add(source.text() + ": must hold one JSON object");
        return;
      }
      takeObject(tree, "", source);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      mistakes.add(source.text() + ": not JSON" + where + ": " + e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      mistakes.add(source.text() + ": no such file");
    } catch (IOException e) {
      mistakes.add(source.text() + ": can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void takeObject(JsonNode object, String prefix, ConfigSource source) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String path = prefix + field.getKey();
      JsonNode node = field.getValue();
      ConfigKey key = ConfigKeys.ALL.get(path);
      boolean section = ConfigKeys.ALL.keySet().stream().anyMatch(k -> k.startsWith(path + "."));
      if (key != null) {
        take(key, source, node.toString(), () -> key.parseJson(node));
      } else if (section && node.isObject()) {
        takeObject(node, path + ".", source);
      } else if (section) {
        mistakes.add(path + ": must be an object, not " + node + " (" + source.text() + ")");
      } else {
        unknown(path, path, source, node.toString(), keysByName());
      }
    }
  }

  private void takeEnvironment(Map<String, String> environment) {
    Map<String, String> keysByVariable =
        ConfigKeys.ALL.values().stream()
            .collect(
                Collectors.toMap(
                    ConfigKey::environmentName, ConfigKey::path, (a, b) -> a, LinkedHashMap::new));
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!variable.startsWith(PREFIX) || OF_CLIENTS.contains(variable)) {
                return;
              }
              ConfigSource source = ConfigSource.environment(variable);
              String path = keysByVariable.get(variable);
              if (path == null) {
                unknown(variable, variable, source, quote(text), keysByVariable.keySet());
                return;
              }
              ConfigKey key = ConfigKeys.ALL.get(path);
              take(key, source, quote(text), () -> key.parseText(text));
            });
  }

  private void takeFlag(ConfigInputs.Flag flag) {
    ConfigSource source = ConfigSource.flag(flag.name());
    ConfigKey key = ConfigKeys.ALL.get(flag.key());
    String shown = quote(String.join(" ", flag.values()));
    if (key == null) {
      unknown(flag.key(), flag.key(), source, shown, keysByName());
    } else if (key.type() == List.class && !flag.name().equals("--set")) {
      take(key, source, shown, () -> ConfigKey.directories(flag.values()));
    } else {
      take(key, source, shown, () -> key.parseText(flag.values().get(0)));
    }
  }

  private void take(ConfigKey key, ConfigSource source, String shown, Supplier<Object> parsed) {
    try {
      values.put(key.path(), parsed.get());
      sources.put(key.path(), source);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          key.path() + ": " + key.shown(shown) + " " + e.getMessage() + " (" + source.text() + ")");
    }
  }

  private void unknown(
      String name, String wrong, ConfigSource source, String shown, Collection<String> known) {
    String hint = Nearest.to(wrong, known).map(near -> "; did you mean " + near + "?").orElse("");
    mistakes.add(
        name + ": no such key, value " + harmless(name, shown) + " (" + source.text() + ")" + hint);
  }

  /** A mistyped name of a secret is followed by the secret. */
  private static String harmless(String name, String shown) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isSecret =
        lower.contains("password") || lower.contains("sign") || lower.contains("token");
    return isSecret ? ConfigKey.HIDDEN : ConfigKey.withoutPassword(shown);
  }

  private static Set<String> keysByName() {
    return ConfigKeys.ALL.keySet();
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }
}
