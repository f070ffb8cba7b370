package io.arco.ledger;

import java.util.ArrayDeque;
import java.util.List;

/**
 * What commits changed since the newest snapshot a ledger knows of. On the ledger's scheduler only.
 */
public final class ChangeLog {
  private final ArrayDeque<CommittedChange> changes = new ArrayDeque<>();
  private long published;

  /** Begins after this sequence. */
  ChangeLog(long published) {
    this.published = published;
  }

  /**
   * What a snapshot must add.
   *
   * @param published the sequence of the newest known snapshot
   * @param changes every commit after it up to the state, in order
   * @param state the state after the last of them
   */
  public record Pending(long published, List<CommittedChange> changes, WorkspaceState state) {
    /** Copies the changes. */
    public Pending {
      changes = List.copyOf(changes);
    }
  }

  /** Takes what another knows for what was known here. */
  void replaceBy(ChangeLog other) {
    changes.clear();
    changes.addAll(other.changes);
    published = other.published;
  }

  void add(CommittedChange change) {
    if (change.sequence() > published) {
      changes.addLast(change);
    }
  }

  int size() {
    return changes.size();
  }

  void published(long sequence) {
    published = Math.max(published, sequence);
    while (!changes.isEmpty() && changes.peekFirst().sequence() <= published) {
      changes.removeFirst();
    }
  }

  Pending pending(WorkspaceState state) {
    return new Pending(published, List.copyOf(changes), state);
  }
}
