package io.arco.server.cli;

/** What the process says to the shell. A public contract, documented in {@code arco help}. */
public final class ExitCode {
  /** It was done. */
  public static final int OK = 0;

  /** It failed, or something was found that should not be. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** The server can't be reached. */
  public static final int UNREACHABLE = 3;

  private ExitCode() {}
}
