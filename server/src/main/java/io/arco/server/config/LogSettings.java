package io.arco.server.config;

/**
 * The log.
 *
 * @param format the shape of lines
 * @param level the least severe level
 */
public record LogSettings(
    @Setting(text = "The shape of log lines.", fallback = "text", flag = "--log") LogFormat format,
    @Setting(
            text = "The least severe level that is logged.",
            fallback = "info",
            flag = "--log-level")
        LogLevel level) {

  /** The shape of log lines. */
  public enum LogFormat {
    /** For a person. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** The least severe level that is logged. */
  public enum LogLevel {
    /** Failures that need an operator. */
    ERROR,
    /** And oddities. */
    WARN,
    /** And one line an event. */
    INFO,
    /** And the steps within. */
    DEBUG,
    /** And everything. */
    TRACE
  }
}
