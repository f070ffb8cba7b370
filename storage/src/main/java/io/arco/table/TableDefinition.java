package io.arco.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The shape of a system table. Public tables are a contract: columns are only ever added, at the
 * end, nullable.
 *
 * @param domain the SQL schema it appears in: {@code system.<domain>.<name>}; also its folder
 * @param name its name
 * @param visibility whether anyone but Arco reads it
 * @param columns in order; the first {@code keyColumns} are the key, unique and never null
 * @param keyColumns how many columns make the key: strings or integers
 * @param maxShardRows how many rows a file may have
 */
public record TableDefinition(
    String domain,
    String name,
    Visibility visibility,
    List<ColumnDefinition> columns,
    int keyColumns,
    int maxShardRows) {

  /** Who reads a table. */
  public enum Visibility {
    /** Anyone, by SQL and straight from the files. */
    PUBLIC,
    /** Arco alone, to restore its state. */
    INTERNAL
  }

  /** Copies the columns. */
  public TableDefinition {
    columns = List.copyOf(columns);
    if (keyColumns < 1 || keyColumns > columns.size() || maxShardRows < 2) {
      throw new IllegalArgumentException("bad table definition " + name);
    }
  }

  /** The folder of its files, relative to the workspace's root. */
  public String folder() {
    return folder(visibility, domain, name);
  }

  /** The folder of the files of such a table, relative to the workspace's root. */
  public static String folder(Visibility visibility, String domain, String name) {
    return (visibility == Visibility.PUBLIC ? "tables/" : "internal/") + domain + "/" + name + "/";
  }

  /** Compares two rows of this table by their keys, as their {@link RowKey}s compare. */
  public int compareKeys(Row a, Row b) {
    for (int i = 0; i < keyColumns; i++) {
      int order = RowKey.compare((Comparable<?>) a.get(i), (Comparable<?>) b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Whether a row that was written is the one that would be written now: the same, or one from
   * before a column was {@linkplain ColumnDefinition#added added}, which is null in it.
   */
  public boolean isSame(Row written, Row now) {
    for (int i = 0; i < columns.size(); i++) {
      boolean isBefore = columns.get(i).isLate() && written.get(i) == null;
      if (!isBefore && !Objects.equals(written.get(i), now.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The key of a row of this table. */
  public RowKey keyOf(Row row) {
    List<Comparable<?>> values = new ArrayList<>(keyColumns);
    for (int i = 0; i < keyColumns; i++) {
      values.add((Comparable<?>) row.get(i));
    }
    return new RowKey(values);
  }
}
