package io.arco.server.journal;

/**
 * The configured journal can't be used. The text is for the person who starts the server: it names
 * the database and what to do, never a password.
 */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same without a cause. */
  public JournalException(String message) {
    this(message, null);
  }
}
