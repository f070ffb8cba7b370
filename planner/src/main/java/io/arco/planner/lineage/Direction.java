package io.arco.planner.lineage;

/** Which way edges are followed. */
public enum Direction {
  /** To what something was made from. */
  UPSTREAM,
  /** To what was made from it. */
  DOWNSTREAM,
  /** Both, each from the beginning. */
  BOTH;

  /** Whether it is this one, or both. */
  boolean has(Direction one) {
    return this == one || this == BOTH;
  }
}
