package io.arco.server.lake;

import io.arco.server.lake.LakePlan.Fresh;
import io.arco.server.lake.LakePlan.Witness;
import io.arco.server.sql.ParquetRows;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlScan;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.arco.server.sql.TableVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Versions of tables of open formats as tables of the SQL engine. One query, one thread: bounds are
 * for all its tables together. Blocks.
 */
public final class LakeTables implements AutoCloseable {
  private final LakeFiles files;
  private final LakePlans plans;
  private final LakeBudget budget;
  private final ParquetRows parquet;

  /**
   * Reads these files; footers and checkpoints with an engine within these limits.
   *
   * @param plans what is known of tables already
   */
  public LakeTables(LakeFiles files, SqlLimits limits, LakePlans plans, LakeBudget budget) {
    this.files = files;
    this.plans = plans;
    this.budget = budget;
    this.parquet = new ParquetRows(limits);
  }

  /**
   * A table that is asked for.
   *
   * @param name what the query calls it
   * @param owner whose it is, by an identifier: plans are kept for each
   * @param location as {@link LakeFiles} names it: of Delta its folder, of Iceberg its folder or
   *     one of its metadata files
   * @param version of Delta's log; or the id of a snapshot of Iceberg, or the name of one of its
   *     branches or tags; or empty for the newest
   */
  public record Asked(
      TableName name, String owner, String location, Optional<TableVersion> version) {
    LakePlans.Key key() {
      return new LakePlans.Key(owner, location, version);
    }
  }

  /**
   * A version of a Delta table.
   *
   * @throws LakeException if it can't be read
   */
  public Read delta(Asked asked) {
    budget.time();
    OptionalLong version =
        asked.version().isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(asked));
    return read(
        asked,
        plans.find(asked.key(), witness -> witness.holds(files)),
        () -> new DeltaTables(files, budget, parquet).table(asked.location(), version));
  }

  private static long number(Asked asked) {
    if (asked.version().get() instanceof TableVersion.Number number) {
      return number.number();
    }
    throw LakeException.noVersion(asked.version().get().told());
  }

  /**
   * A version of an Iceberg table.
   *
   * @throws LakeException if it can't be read
   */
  public Read iceberg(Asked asked) {
    budget.time();
    IcebergLocation location = IcebergLocation.of(files, asked.location());
    Optional<Witness> now = Witness.of(files, location.metadata(), Optional.empty());
    return read(
        asked,
        plans.find(asked.key(), witness -> now.filter(witness::equals).isPresent()),
        () ->
            new Fresh(
                new IcebergTables(files, budget, parquet).table(location, asked.version()), now));
  }

  /**
   * A table as the engine shows it.
   *
   * @param table its columns and scans
   * @param identity the same for the same columns and rows
   */
  public record Read(SqlTable table, String identity) {}

  private Read read(Asked asked, Optional<LakePlan> known, Supplier<Fresh> reader) {
    if (known.isPresent()) {
      LakeTable table = known.get().table();
      budget.files(table.files().size());
      budget.deletedRows(table.deletedRows());
      return table(asked.name(), known.get(), paths(table));
    }
    Fresh fresh = reader.get();
    Map<String, Path> paths = paths(fresh.table());
    LakePlan plan = new LakePlan(fresh.table(), FileColumns.of(parquet, paths));
    Read read = table(asked.name(), plan, paths);
    fresh.witness().ifPresent(witness -> plans.keep(asked.key(), plan, witness));
    return read;
  }

  private Map<String, Path> paths(LakeTable table) {
    Map<String, Path> paths = new LinkedHashMap<>();
    for (String name : table.names()) {
      budget.time();
      paths.put(name, files.file(name));
    }
    return paths;
  }

  private static Read table(TableName name, LakePlan plan, Map<String, Path> paths) {
    LakeTable table = plan.table();
    List<SqlColumn> columns =
        table.columns().stream()
            .map(field -> new SqlColumn(field.name(), field.shape().sql()))
            .toList();
    if (columns.isEmpty()) {
      throw LakeException.unreadable("The table has no columns.");
    }
    List<SqlScan> scans;
    try {
      scans = Scans.of(table, paths, plan.schemas());
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw LakeException.unreadable("The columns of the table's files make no sense.", e);
    }
    return new Read(new SqlTable(name, columns, new SqlTable.Scans(scans)), table.identity(paths));
  }

  /**
   * Ends what the engine does for this query at this moment, if it does anything. Called from any
   * thread, again until the query is over; never blocks.
   */
  public void interrupt() {
    parquet.interrupt();
  }

  @Override
  public void close() {
    parquet.close();
  }
}
