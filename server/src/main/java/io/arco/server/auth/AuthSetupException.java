package io.arco.server.auth;

/**
 * What the configuration names to know callers by, or to secure the listeners with, can't be used.
 * The message is for the person who starts the server.
 */
public final class AuthSetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what can't be used, and why. */
  public AuthSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
