package io.arco.server.postgres;

import io.arco.server.config.PostgresqlSettings;
import io.arco.server.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The password of a database: never printed, never part of a URL. */
public final class Password {
  /** The largest file that is read for one. */
  static final int MAX_FILE_BYTES = 4_096;

  private Password() {}

  /**
   * The configured password, read from its file if there is one; empty for none.
   *
   * @throws JournalException if the file can't be read
   */
  public static String of(PostgresqlSettings configured) {
    return configured.passwordFile().isEmpty()
        ? configured.password()
        : ofFile(configured.passwordFile());
  }

  /**
   * The first line of a file.
   *
   * @throws JournalException if it can't be read
   */
  public static String ofFile(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_FILE_BYTES) {
        throw new JournalException("the password file " + file + " is too large to be one");
      }
      return Files.readString(path).lines().findFirst().orElse("");
    } catch (IOException | InvalidPathException e) {
      throw new JournalException(
          "the password file " + file + " can't be read: " + e.getClass().getSimpleName(), e);
    }
  }
}
