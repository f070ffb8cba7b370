package io.arco.store;

/** What a get answers. */
public sealed interface ReadOutcome {
  /**
   * The object, or the asked part of it.
   *
   * @param bytes the bytes
   * @param size the whole object's size
   * @param version the object's version
   */
  record Found(byte[] bytes, long size, Version version) implements ReadOutcome {}

  /** There was no such object. */
  record Missing() implements ReadOutcome {}

  /**
   * The asked range begins at or past the end.
   *
   * @param size the whole object's size
   */
  record Unsatisfiable(long size) implements ReadOutcome {}
}
