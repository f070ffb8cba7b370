package io.arco.ledger;

import java.util.List;

/**
 * What a caller asks of the ledger: commands that are done all or none, in one commit.
 *
 * @param commands at least one; of any domains, decided in order, each on the state after those
 *     before
 * @param caller on whose behalf
 * @param key an idempotency key, or null
 * @param timeoutMillis how long the caller waits; at least 1
 */
public record Submission(
    List<Command> commands, Caller caller, IdempotencyKey key, long timeoutMillis) {
  /** Copies the commands. */
  public Submission {
    commands = List.copyOf(commands);
    if (commands.isEmpty() || timeoutMillis < 1) {
      throw new IllegalArgumentException("a submission needs a command and time");
    }
  }
}
