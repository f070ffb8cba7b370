package io.arco.ledger;

import io.arco.problem.Problem;

/** Is told what a ledger does, on the ledger's scheduler; must be quick and must not throw. */
public interface LedgerObserver {
  /** Hears nothing. */
  LedgerObserver NONE = new LedgerObserver() {};

  /**
   * The state moved to a new commit.
   *
   * @param state after it
   * @param commands how many commands it holds
   * @param bytes its size
   * @param own whether this ledger wrote it
   */
  default void committed(WorkspaceState state, int commands, long bytes, boolean own) {}

  /** A slot was lost to another writer. */
  default void lost(long sequence) {}

  /**
   * The workspace was opened anew, because commits this ledger had not seen were deleted.
   *
   * @param state the newest now
   */
  default void openedAnew(WorkspaceState state) {}

  /**
   * A snapshot includes all commits up to a sequence.
   *
   * @param sequence of the newest commit it includes; may be told more than once
   */
  default void published(long sequence) {}

  /** The head of the journal was looked at, for so many waiting callers. */
  default void checked(int waiting) {}

  /** The former state of a sequence is begun to be built, for all who ask for it. */
  default void building(long sequence) {}

  /** The ledger serves nothing any more. */
  default void stopped(Problem problem) {}
}
