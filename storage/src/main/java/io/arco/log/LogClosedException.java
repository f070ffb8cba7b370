package io.arco.log;

/** The log was closed while a call was under way; its outcome is unknown. */
public final class LogClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made by the log alone. */
  LogClosedException() {
    super("the log is closed", null, false, false);
  }
}
