package io.arco.server.config;

/**
 * Where a value came from.
 *
 * @param text for a person: {@code default}, {@code file arco.json}, {@code environment
 *     ARCO_HTTP__PORT} or {@code flag --port}
 */
public record ConfigSource(String text) {
  /** The declaration in code. */
  public static final ConfigSource DEFAULT = new ConfigSource("default");

  static ConfigSource file(Object path) {
    return new ConfigSource("file " + path);
  }

  static ConfigSource environment(String variable) {
    return new ConfigSource("environment " + variable);
  }

  static ConfigSource flag(String flag) {
    return new ConfigSource("flag " + flag);
  }
}
