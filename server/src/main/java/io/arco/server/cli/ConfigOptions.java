package io.arco.server.cli;

import io.arco.server.config.ConfigInputs;
import io.arco.server.config.ConfigLoader;
import io.arco.server.config.ConfigReference;
import io.arco.server.config.LoadedConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that needs the configuration; mix it in. */
final class ConfigOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Read the configuration, JSON.")
  private Path file;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "file:DIRECTORY, memory: or s3://BUCKET/PREFIX (key store).")
  private String store;

  @Option(
      names = "--journal",
      paramLabel = "JOURNAL",
      description = "objects or postgresql://USER@HOST:PORT/DATABASE (key journal).")
  private String journal;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Bind it (key http.host).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Bind it; 0 for any (key http.port).")
  private String port;

  @Option(
      names = "--data-root",
      paramLabel = "DIRECTORY",
      description = "Tables may point into it; repeatable (key dataRoots).")
  private List<String> dataRoots;

  @Option(names = "--log", paramLabel = "FORMAT", description = "text or json (key log.format).")
  private String logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info, debug or trace (key log.level).")
  private String logLevel;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set any key; repeatable.",
      mapFallbackValue = "")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--print-config",
      description = "Print the effective configuration with the source of each value, and end.")
  private boolean printConfig;

  @Option(names = "--print-config-reference", hidden = true)
  private boolean printReference;

  /** The configuration, checked. */
  LoadedConfig load(Map<String, String> environment) {
    List<ConfigInputs.Flag> flags = new ArrayList<>();
    settings.forEach((key, value) -> flags.add(flag("--set", key, value)));
    add(flags, "--store", "store", store);
    add(flags, "--journal", "journal", journal);
    add(flags, "--host", "http.host", host);
    add(flags, "--port", "http.port", port);
    add(flags, "--log", "log.format", logFormat);
    add(flags, "--log-level", "log.level", logLevel);
    if (dataRoots != null) {
      flags.add(new ConfigInputs.Flag("--data-root", "dataRoots", dataRoots));
    }
    return ConfigLoader.load(new ConfigInputs(Optional.ofNullable(file), environment, flags));
  }

  /** Does what was asked for instead of the command, if anything was: then the command ends. */
  boolean printedInstead(Map<String, String> environment, PrintWriter out) {
    if (printReference) {
      out.print(ConfigReference.markdown());
      return true;
    }
    if (printConfig) {
      out.println(load(environment).print());
      return true;
    }
    return false;
  }

  private static void add(
      List<ConfigInputs.Flag> flags, String name, String key, String valueOrNull) {
    if (valueOrNull != null) {
      flags.add(flag(name, key, valueOrNull));
    }
  }

  private static ConfigInputs.Flag flag(String name, String key, String value) {
    return new ConfigInputs.Flag(name, key, List.of(value));
  }
}
