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

  /**
   * Dispatch takes polls of workers ({@link DispatchMessage} with a {@link
   * io.arco.server.dispatch.LeaseAsk}) and answers when it has something.
   */
  public static final String LEASE = "arco.dispatch.lease";

  /**
   * Dispatch is told by a {@link DispatchMessage} that a poll's caller has gone; answers nothing.
   */
  public static final String LEAVE = "arco.dispatch.leave";

  /**
   * Dispatch takes heartbeats of workers ({@link DispatchMessage} with a {@link
   * io.arco.server.dispatch.Heartbeat}) and answers at once.
   */
  public static final String HEARTBEAT = "arco.dispatch.heartbeat";

  private BusAddresses() {}
}
