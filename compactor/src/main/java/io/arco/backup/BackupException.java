package io.arco.backup;

/**
 * A backup or a restore was refused: what was asked for can't be, and nothing that was there has
 * been changed. The message is whole sentences for the person who asked.
 */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refused for this reason. */
  public BackupException(String message) {
    super(message);
  }
}
