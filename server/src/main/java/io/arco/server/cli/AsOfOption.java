package io.arco.server.cli;

import io.arco.ledger.AsOf;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Option;

/** {@code --as-of}: a former moment; mix it in. */
final class AsOfOption {
  @Option(
      names = "--as-of",
      paramLabel = "SEQ|TIME",
      description = "As it was after a commit, or at a time: 2026-01-31T12:00:00Z.")
  private String text;

  /** Whether a moment was named. */
  boolean isGiven() {
    return text != null;
  }

  /** As it was written, once it is known to mean something; null: it is the present. */
  String textOrNull() {
    if (text != null) {
      parse(text);
    }
    return text;
  }

  /**
   * What a text means.
   *
   * @throws CommandException if it is neither a sequence nor a time
   */
  static AsOf parse(String text) {
    try {
      return text.matches("[0-9]{1,18}")
          ? new AsOf.AtSequence(Long.parseLong(text))
          : new AsOf.AtTime(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new CommandException(
          ExitCode.USAGE,
          text + " is neither a commit's number nor a time: 2026-01-31T12:00:00Z",
          e);
    }
  }
}
