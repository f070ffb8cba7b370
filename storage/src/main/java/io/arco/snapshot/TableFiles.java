package io.arco.snapshot;

import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One table of a snapshot.
 *
 * @param domain the SQL schema it is in
 * @param name its name
 * @param visibility who reads it
 * @param columns its columns when the snapshot was published; older files may lack the last ones
 * @param keyColumns how many of them make the key
 * @param nextShard the number that the next new key range gets
 * @param files in key order, their ranges disjoint
 */
public record TableFiles(
    String domain,
    String name,
    Visibility visibility,
    List<ColumnDefinition> columns,
    int keyColumns,
    long nextShard,
    List<ShardFile> files) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /**
   * @throws IllegalArgumentException if a name is not one of a system table, if key ranges overlap,
   *     a shard is there twice or not below {@code nextShard}, or a path is not the one the content
   *     must have
   */
  public TableFiles {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    if (!NAME.matcher(domain).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("bad table name " + domain + "." + name);
    }
    if (keyColumns < 1 || keyColumns > columns.size()) {
      throw new IllegalArgumentException("table " + name + " has " + keyColumns + " key columns");
    }
    check(domain, name, visibility, nextShard, files);
  }

  /** The table without files. */
  public static TableFiles empty(TableDefinition table) {
    return of(table, 1, List.of());
  }

  /** The table with these files. */
  public static TableFiles of(TableDefinition table, long nextShard, List<ShardFile> files) {
    return new TableFiles(
        table.domain(),
        table.name(),
        table.visibility(),
        table.columns(),
        table.keyColumns(),
        nextShard,
        files);
  }

  /** The folder of its files, relative to the workspace's root. */
  public String folder() {
    return TableDefinition.folder(visibility, domain, name);
  }

  /** How many rows it has. */
  public long rows() {
    return files.stream().mapToLong(ShardFile::rows).sum();
  }

  /** How many bytes its files have. */
  public long bytes() {
    return files.stream().mapToLong(ShardFile::bytes).sum();
  }

  private static void check(
      String domain, String name, Visibility visibility, long nextShard, List<ShardFile> files) {
    String folder = TableDefinition.folder(visibility, domain, name);
    Set<Long> shards = new HashSet<>();
    ShardFile previous = null;
    for (ShardFile file : files) {
      if (!file.isNamedFor(folder)) {
        throw new IllegalArgumentException("path " + file.path() + " is not that of its content");
      }
      if (!shards.add(file.shard()) || file.shard() >= nextShard) {
        throw new IllegalArgumentException(
            "shard " + file.shard() + " of " + name + " is there twice or not below " + nextShard);
      }
      if (previous != null && previous.max().compareTo(file.min()) >= 0) {
        throw new IllegalArgumentException(
            "shards " + previous.shard() + " and " + file.shard() + " of " + name + " overlap");
      }
      previous = file;
    }
  }
}
