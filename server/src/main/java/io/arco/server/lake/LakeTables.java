package io.arco.server.lake;

import io.arco.server.sql.ParquetRows;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlScan;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * Versions of tables of open formats as tables of the SQL engine. One query, one thread: bounds are
 * for all its tables together. Blocks.
 */
public final class LakeTables implements AutoCloseable {
  private final LakeFiles files;
  private final LakeBudget budget;
  private final ParquetRows parquet;

  /** Reads these files; footers and checkpoints with an engine within these limits. */
  public LakeTables(LakeFiles files, SqlLimits limits) {
    this(files, limits, new LakeBudget());
  }

  LakeTables(LakeFiles files, SqlLimits limits, LakeBudget budget) {
    this.files = files;
    this.budget = budget;
    this.parquet = new ParquetRows(limits);
  }

  /**
   * A version of a Delta table.
   *
   * @param root its folder, as {@link LakeFiles} names it
   * @param version or the newest
   * @throws LakeException if it can't be read
   */
  public Read delta(TableName name, String root, OptionalLong version) {
    return table(name, new DeltaTables(files, budget, parquet).table(root, version));
  }

  /**
   * A version of an Iceberg table.
   *
   * @param location its folder, or one of its metadata files, as {@link LakeFiles} names it
   * @param snapshot the id of a snapshot, or the current one
   * @throws LakeException if it can't be read
   */
  public Read iceberg(TableName name, String location, OptionalLong snapshot) {
    return table(name, new IcebergTables(files, budget, parquet).table(location, snapshot));
  }

  /**
   * A table as the engine shows it.
   *
   * @param table its columns and scans
   * @param identity the same for the same columns and rows
   */
  public record Read(SqlTable table, String identity) {}

  private Read table(TableName name, LakeTable table) {
    List<SqlColumn> columns =
        table.columns().stream()
            .map(field -> new SqlColumn(field.name(), field.shape().sql()))
            .toList();
    if (columns.isEmpty()) {
      throw LakeException.unreadable("The table has no columns.");
    }
    List<SqlScan> scans;
    try {
      scans = Scans.of(table, FileColumns.of(parquet, Scans.read(table)));
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw LakeException.unreadable("The columns of the table's files make no sense.", e);
    }
    return new Read(new SqlTable(name, columns, new SqlTable.Scans(scans)), table.identity());
  }

  @Override
  public void close() {
    parquet.close();
  }
}
