package io.arco.compactor;

import io.arco.compactor.Segment.Fresh;
import io.arco.compactor.Segment.Kept;
import io.arco.compactor.Segment.Merged;
import io.arco.snapshot.ShardFile;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the rows of a table go: pure arithmetic on key ranges.
 *
 * <p>A range over {@code maxShardRows} is split: the last one of a table into full ranges and a
 * rest, since ascending keys come next; any other evenly. A written range below a quarter of the
 * limit joins a neighbour if both stay within half of it, so that neither splits again soon.
 */
final class ShardLayout {
  /** No file is meant to be larger; ranges of large rows are split below their row limit. */
  static final long MAX_FILE_BYTES = 8L << 20;

  private final TableDefinition table;

  ShardLayout(TableDefinition table) {
    this.table = table;
  }

  /**
   * Applies changes to the files they fall into.
   *
   * @param rows the rows of each file that has changes, by its place
   * @return all ranges of the table in key order
   */
  List<Segment> apply(
      List<ShardFile> files, List<ShardChanges> groups, Map<Integer, List<Row>> rows) {
    Map<Integer, ShardChanges> byIndex = new HashMap<>();
    groups.forEach(group -> byIndex.put(group.index(), group));
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i <= files.size(); i++) {
      ShardChanges group = byIndex.get(i);
      ShardFile file = i < files.size() ? files.get(i) : null;
      if (group == null) {
        if (file != null) {
          segments.add(new Kept(file));
        }
        continue;
      }
      boolean last = i >= files.size() - 1 && !byIndex.containsKey(i + 1);
      segments.addAll(rewrite(file, rows.getOrDefault(i, List.of()), group.changes(), last));
    }
    return joined(segments);
  }

  private List<Segment> rewrite(
      ShardFile file, List<Row> before, SortedMap<RowKey, Optional<Row>> changes, boolean last) {
    List<Row> after = merge(before, changes);
    if (file != null && after.equals(before)) {
      return List.of(new Kept(file));
    }
    long shard = file == null ? Fresh.NEW : file.shard();
    long bytes = file == null ? 0 : file.bytes();
    List<Segment> pieces = new ArrayList<>();
    for (List<Row> piece : last ? fullThenRest(after) : evenly(after)) {
      pieces.add(new Fresh(shard, piece, bytes));
      shard = Fresh.NEW;
      bytes = 0;
    }
    return pieces;
  }

  private List<Row> merge(List<Row> before, SortedMap<RowKey, Optional<Row>> changes) {
    TreeMap<RowKey, Row> rows = new TreeMap<>();
    before.forEach(row -> rows.put(table.keyOf(row), row));
    changes.forEach(
        (key, row) -> {
          if (row.isPresent()) {
            rows.put(key, row.get());
          } else {
            rows.remove(key);
          }
        });
    return List.copyOf(rows.values());
  }

  private List<List<Row>> fullThenRest(List<Row> rows) {
    List<List<Row>> pieces = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += table.maxShardRows()) {
      pieces.add(rows.subList(from, Math.min(rows.size(), from + table.maxShardRows())));
    }
    return pieces;
  }

  private List<List<Row>> evenly(List<Row> rows) {
    int count = (rows.size() + table.maxShardRows() - 1) / table.maxShardRows();
    List<List<Row>> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) rows.size() * i / count);
      int to = (int) ((long) rows.size() * (i + 1) / count);
      pieces.add(rows.subList(from, to));
    }
    return pieces;
  }

  private List<Segment> joined(List<Segment> segments) {
    List<Segment> out = new ArrayList<>();
    for (Segment segment : segments) {
      Segment left = out.isEmpty() ? null : out.get(out.size() - 1);
      if (left != null && (isSmall(left) || isSmall(segment)) && fitTogether(left, segment)) {
        out.set(out.size() - 1, Merged.of(left, segment));
      } else {
        out.add(segment);
      }
    }
    return out;
  }

  private boolean isSmall(Segment segment) {
    return !(segment instanceof Kept) && segment.rowCount() * 4 < table.maxShardRows();
  }

  private boolean fitTogether(Segment left, Segment right) {
    return (left.rowCount() + right.rowCount()) * 2 <= table.maxShardRows()
        && (left.roughBytes() + right.roughBytes()) * 2 <= MAX_FILE_BYTES;
  }
}
