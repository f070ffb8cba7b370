package io.arco.log;

/** How the contest for one slot ended. */
public sealed interface Decided {
  /** The slot holds our bytes. */
  record Won() implements Decided {}

  /**
   * The slot holds somebody else's bytes; ours are certainly nowhere.
   *
   * @param winner what it holds
   */
  record Lost(byte[] winner) implements Decided {}
}
