package io.arco.store;

/** What a put answers. */
public sealed interface PutOutcome {
  /**
   * The bytes are durable and visible.
   *
   * @param version the new object's version
   */
  record Written(Version version) implements PutOutcome {}

  /** The precondition did not hold when the store looked; this put was not applied. */
  record PreconditionFailed() implements PutOutcome {}

  /**
   * Nobody knows: a timeout, a reset, a conflict, an error of the store. The put may have been
   * applied, or may still be.
   *
   * @param reason for a person to read in a log
   */
  record Unknown(String reason) implements PutOutcome {}
}
