package io.arco.server.bus;

/** Who listens where on the event bus. */
public final class BusAddresses {
  /** The owner of workspaces takes {@link SubmissionMessage}s and answers {@link ReplyMessage}s. */
  public static final String SUBMIT = "arco.owner.submit";

  /** The compactor is told of commits by {@link SequenceMessage}s, and answers nothing. */
  public static final String COMMITTED = "arco.compaction.committed";

  /**
   * The compactor takes {@link SequenceMessage}s and answers with the newest {@link SnapshotName}
   * that includes the sequence, publishing one where there is none yet.
   */
  public static final String SNAPSHOT = "arco.compaction.snapshot";

  private BusAddresses() {}
}
