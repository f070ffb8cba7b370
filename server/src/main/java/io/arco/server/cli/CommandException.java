package io.arco.server.cli;

/** Ends a command with an exit code and a message for a person; no stack trace is shown. */
public class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** Ends the command; the message is whole sentences or {@code what: why}. */
  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The same, because of something that {@code --verbose} shows. */
  public CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** One of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
