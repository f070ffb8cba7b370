package io.arco.planner.partition;

import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of positions in a {@link KeySpace}: compressed, so that contiguous ones cost next to
 * nothing, and scattered ones about a bit for each position of the space. Never changed once made.
 */
public final class KeySet {
  /** No positions. */
  public static final KeySet EMPTY = new KeySet(new RoaringBitmap());

  private final RoaringBitmap bits;

  private KeySet(RoaringBitmap bits) {
    this.bits = bits;
  }

  /** The positions from one to, not including, another. */
  public static KeySet range(int from, int to) {
    return from >= to ? EMPTY : new KeySet(RoaringBitmap.bitmapOfRange(from, to));
  }

  /** These positions. */
  public static KeySet of(int... positions) {
    return new KeySet(RoaringBitmap.bitmapOf(positions));
  }

  /** Collects positions in any order. */
  public static final class Builder {
    private final RoaringBitmap bits = new RoaringBitmap();

    /** Adds one. */
    public void add(int position) {
      bits.add(position);
    }

    /** Adds those from one to, not including, another. */
    public void add(long from, long to) {
      if (from < to) {
        bits.add(from, to);
      }
    }

    /** What was added. The builder must not be used any more. */
    public KeySet build() {
      if (bits.isEmpty()) {
        return EMPTY;
      }
      bits.runOptimize();
      return new KeySet(bits);
    }
  }

  /** How many positions. */
  public int size() {
    return bits.getCardinality();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** Whether this position is in it. */
  public boolean contains(int position) {
    return bits.contains(position);
  }

  /** The first position at or behind this one, or -1. */
  public int next(int from) {
    return (int) bits.nextValue(from);
  }

  /** The last position, or -1. */
  public int last() {
    return bits.isEmpty() ? -1 : bits.last();
  }

  /** How many positions stand before this one. */
  public int rank(int position) {
    return position == 0 ? 0 : bits.rank(position - 1);
  }

  /** The positions in either. */
  public KeySet or(KeySet other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new KeySet(RoaringBitmap.or(bits, other.bits));
  }

  /** The positions in both. */
  public KeySet and(KeySet other) {
    return of(RoaringBitmap.and(bits, other.bits));
  }

  /** The positions in this one alone. */
  public KeySet minus(KeySet other) {
    return other.isEmpty() ? this : of(RoaringBitmap.andNot(bits, other.bits));
  }

  /**
   * All positions so many places further, those left out that would fall before 0 or to the limit
   * or behind it.
   */
  KeySet moved(long by, long limit) {
    RoaringBitmap moved = RoaringBitmap.addOffset(bits, by);
    moved.remove(limit, 1L << 32);
    return of(moved);
  }

  private static KeySet of(RoaringBitmap bits) {
    return bits.isEmpty() ? EMPTY : new KeySet(bits);
  }

  /** Takes runs of adjacent positions. */
  @FunctionalInterface
  public interface RunSink {
    /** Takes the run from one position to, not including, another. */
    void run(int from, int to);
  }

  /** Hands over the longest runs, in order. They are the same however the set is held. */
  public void runs(RunSink sink) {
    for (int from = next(0); from >= 0; ) {
      int to = (int) bits.nextAbsentValue(from);
      sink.run(from, to);
      from = next(to);
    }
  }

  /** All positions, in order. */
  public PeekableIntIterator iterator() {
    return bits.getIntIterator();
  }

  /** All positions, ascending. */
  int[] toArray() {
    return bits.toArray();
  }

  /** The bytes that it takes in memory, about. */
  public long memoryBytes() {
    return bits.getLongSizeInBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeySet set && bits.equals(set.bits);
  }

  @Override
  public int hashCode() {
    // Bitmaps hash by how they are held.
    return 31 * size() + next(0);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    runs(
        (from, to) ->
            text.append(text.length() > 1 ? " " : "").append(from).append('-').append(to - 1));
    return text.append(']').toString();
  }
}
