package io.arco.compactor;

import io.arco.snapshot.ShardFile;
import io.arco.table.Row;
import java.util.ArrayList;
import java.util.List;

/** A key range of a table while a snapshot is being made. */
sealed interface Segment {
  /** How many rows it has. */
  long rowCount();

  /** Its size in bytes, as far as known before it is written. */
  long roughBytes();

  /**
   * A file that stays as it is.
   *
   * @param file it
   */
  record Kept(ShardFile file) implements Segment {
    @Override
    public long rowCount() {
      return file.rows();
    }

    @Override
    public long roughBytes() {
      return file.bytes();
    }
  }

  /**
   * Rows to be written as a file.
   *
   * @param shard the number of the range it goes on with, or {@value #NEW}
   * @param rows in key order
   * @param roughBytes the size of what it was made from
   */
  record Fresh(long shard, List<Row> rows, long roughBytes) implements Segment {
    /** Stands for a range that has no number yet. */
    static final long NEW = 0;

    @Override
    public long rowCount() {
      return rows.size();
    }
  }

  /**
   * Neighbours to be written as one file.
   *
   * @param parts two or more, in key order
   */
  record Merged(List<Segment> parts) implements Segment {
    /** Joins two neighbours; what was joined before stays flat. */
    static Merged of(Segment left, Segment right) {
      List<Segment> parts = new ArrayList<>();
      parts.addAll(left instanceof Merged merged ? merged.parts() : List.of(left));
      parts.addAll(right instanceof Merged merged ? merged.parts() : List.of(right));
      return new Merged(parts);
    }

    @Override
    public long rowCount() {
      return parts.stream().mapToLong(Segment::rowCount).sum();
    }

    @Override
    public long roughBytes() {
      return parts.stream().mapToLong(Segment::roughBytes).sum();
    }
  }
}
