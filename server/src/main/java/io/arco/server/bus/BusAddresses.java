package io.arco.server.bus;

/** Who listens where on the event bus. */
public final class BusAddresses {
  /** The owner of workspaces takes {@link SubmissionMessage}s and answers {@link ReplyMessage}s. */
  public static final String SUBMIT = "arco.owner.submit";

  private BusAddresses() {}
}
