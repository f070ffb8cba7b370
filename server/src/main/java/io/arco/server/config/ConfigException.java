package io.arco.server.config;

import java.util.List;

/** The configuration is refused. Carries every mistake found, one line each. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes, each naming the key, the value and where it came from. */
  public List<String> mistakes() {
    return mistakes;
  }
}
