package io.arco.compactor;

import io.arco.table.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of recently written files, since the last file of a table is rewritten again and again.
 * Paths name content, so that an entry is never wrong. Not thread-safe.
 */
final class ShardCache {
  private final int maxRows;
  private final LinkedHashMap<String, List<Row>> files = new LinkedHashMap<>(16, 0.75f, true);
  private long rows;

  /**
   * @param maxRows how many rows it holds at most; least recently used files leave first
   */
  ShardCache(int maxRows) {
    this.maxRows = maxRows;
  }

  /** The rows of a file, or null. */
  List<Row> get(String path) {
    return files.get(path);
  }

  void put(String path, List<Row> content) {
    List<Row> before = files.put(path, content);
    rows += content.size() - (before == null ? 0 : before.size());
    var oldest = files.entrySet().iterator();
    while (rows > maxRows && oldest.hasNext()) {
      Map.Entry<String, List<Row>> entry = oldest.next();
      rows -= entry.getValue().size();
      oldest.remove();
    }
  }
}
