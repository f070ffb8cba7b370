package io.arco.log;

/** How the contest for one slot ended. */
public sealed interface Decided {
  /** The slot holds our bytes. */
  record Won() implements Decided {}

  /**
   * The slot holds other bytes than ours. If they are a sound entry, ours are certainly nowhere;
   * damaged ones, which no reading again has mended, may have been ours.
   *
   * @param winner what it holds
   */
  record Lost(byte[] winner) implements Decided {}

  /**
   * The slot may have been emptied by retention since the writer last knew the log's end: whatever
   * it answered decides nothing. The log is to be opened anew.
   *
   * @param notDone whether our bytes are certainly no entry of the log and never will be; otherwise
   *     nobody knows any more
   */
  record Fenced(boolean notDone) implements Decided {}
}
