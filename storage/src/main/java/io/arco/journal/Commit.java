package io.arco.journal;

import java.util.List;

/**
 * One commit of a workspace's journal.
 *
 * @param header what seals it
 * @param commands in the order they were decided
 */
public record Commit(CommitHeader header, List<CommittedCommand> commands) {
  /** Copies the commands. */
  public Commit {
    commands = List.copyOf(commands);
  }
}
