package io.arco.server.cli;

import io.arco.server.config.JournalLocation;
import io.arco.server.journal.JournalException;
import io.arco.server.postgres.Password;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which database keeps the journals of a store; mix it in. */
final class JournalOptions {
  /** The variable that the server's configuration takes the password from. */
  private static final String PASSWORD = "ARCO_POSTGRESQL__PASSWORD";

  @Option(
      names = "--journal",
      paramLabel = "JOURNAL",
      defaultValue = "objects",
      description =
          "objects: what is in the store (default), or postgresql://USER@HOST:PORT/DATABASE.")
  private String journal;

  @Option(
      names = "--journal-password-file",
      paramLabel = "FILE",
      description = "Its first line is the password; else the variable " + PASSWORD + ".")
  private String passwordFile;

  /** Connects, if it is a database. */
  OpenJournal open(Map<String, String> environment) {
    JournalLocation location;
    try {
      location = JournalLocation.parse(journal);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--journal: " + e.getMessage(), e);
    }
    if (!(location instanceof JournalLocation.Postgresql database)) {
      return OpenJournal.inStore();
    }
    try {
      String password =
          passwordFile == null
              ? environment.getOrDefault(PASSWORD, "")
              : Password.ofFile(passwordFile);
      return OpenJournal.inDatabase(database, password);
    } catch (JournalException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
