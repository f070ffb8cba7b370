package io.arco.store;

/** What a head answers. */
public sealed interface HeadOutcome {
  /**
   * The object is there.
   *
   * @param size its size in bytes
   * @param version its version
   */
  record Found(long size, Version version) implements HeadOutcome {}

  /** There was no such object. */
  record Missing() implements HeadOutcome {}
}
