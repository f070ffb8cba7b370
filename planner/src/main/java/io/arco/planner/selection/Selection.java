package io.arco.planner.selection;

import io.arco.planner.manifest.AssetKey;

/** A parsed selection. Columns are those of its text, in UTF-16 units from 1. */
public sealed interface Selection {
  /** Depth without a bound. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /** The column at which it begins. */
  int column();

  /**
   * Two selections put together.
   *
   * @param operator how
   * @param left the first
   * @param right the second
   */
  record Pair(Operator operator, Selection left, Selection right) implements Selection {
    @Override
    public int column() {
      return left.column();
    }
  }

  /** How two selections are put together. */
  enum Operator {
    /** In either. */
    UNION,
    /** In both. */
    INTERSECTION,
    /** In the first alone. */
    MINUS
  }

  /**
   * A selection and what stands above and below it.
   *
   * @param column where it begins
   * @param text as it was written
   * @param of of what
   * @param up how many steps upstream; 0 is none
   * @param down how many steps downstream; 0 is none
   */
  record Reach(int column, String text, Selection of, int up, int down) implements Selection {}

  /** Every asset. */
  record All(int column) implements Selection {}

  /** Every asset of a namespace. */
  record Namespace(int column, String namespace) implements Selection {}

  /** One asset. */
  record Named(int column, AssetKey key) implements Selection {}

  /**
   * Assets that have something.
   *
   * @param column where it begins
   * @param attribute what is looked at
   * @param value what it must be
   */
  record Having(int column, Attribute attribute, String value) implements Selection {}

  /** What assets can be chosen by. */
  enum Attribute {
    /** A tag's name, or {@code name=value}. */
    TAG,
    /** The group. */
    GROUP,
    /** One of the owners. */
    OWNER,
    /** The kind. */
    KIND
  }
}
