package io.arco.compactor;

import io.arco.snapshot.ShardFile;
import io.arco.table.Row;
import io.arco.table.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The changes that fall into one key range.
 *
 * @param index the file's place in the table, or the number of files for a new range at the end
 * @param changes by key
 */
record ShardChanges(int index, SortedMap<RowKey, Optional<Row>> changes) {
  /**
   * Tells changes apart by the file they fall into: a file's range reaches from its first key to
   * that of the next one, the first file's from the beginning. Where the last file is full, keys
   * behind it make a new range, so that ascending keys don't rewrite it. Removals of keys that are
   * in no file are dropped.
   */
  static List<ShardChanges> group(
      List<ShardFile> files, SortedMap<RowKey, Optional<Row>> changes, int maxShardRows) {
    List<ShardChanges> groups = new ArrayList<>();
    if (files.isEmpty()) {
      addTo(groups, 0, puts(changes));
      return groups;
    }
    for (int i = 0; i < files.size(); i++) {
      boolean last = i == files.size() - 1;
      SortedMap<RowKey, Optional<Row>> mine = changes;
      mine = i == 0 ? mine : mine.tailMap(files.get(i).min());
      mine = last ? mine : mine.headMap(files.get(i + 1).min());
      mine = effective(files.get(i), mine);
      if (last && isFull(files.get(i), maxShardRows) && isBehind(files.get(i), mine)) {
        addTo(groups, files.size(), mine);
      } else {
        addTo(groups, i, mine);
      }
    }
    return groups;
  }

  private static void addTo(
      List<ShardChanges> groups, int index, SortedMap<RowKey, Optional<Row>> changes) {
    if (!changes.isEmpty()) {
      groups.add(new ShardChanges(index, changes));
    }
  }

  private static boolean isFull(ShardFile file, int maxShardRows) {
    return file.rows() >= maxShardRows;
  }

  private static boolean isBehind(ShardFile file, SortedMap<RowKey, Optional<Row>> changes) {
    return !changes.isEmpty() && changes.firstKey().compareTo(file.max()) > 0;
  }

  private static SortedMap<RowKey, Optional<Row>> puts(SortedMap<RowKey, Optional<Row>> changes) {
    TreeMap<RowKey, Optional<Row>> kept = new TreeMap<>(changes);
    kept.values().removeIf(Optional::isEmpty);
    return kept;
  }

  private static SortedMap<RowKey, Optional<Row>> effective(
      ShardFile file, SortedMap<RowKey, Optional<Row>> changes) {
    TreeMap<RowKey, Optional<Row>> kept = new TreeMap<>(changes);
    kept.entrySet().removeIf(change -> isIdle(file, change));
    return kept;
  }

  private static boolean isIdle(ShardFile file, Map.Entry<RowKey, Optional<Row>> change) {
    return change.getValue().isEmpty()
        && (change.getKey().compareTo(file.min()) < 0 || change.getKey().compareTo(file.max()) > 0);
  }
}
