package io.arco.bench.jmh;

import io.arco.catalog.CatalogTables;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Full shards of tables and of columns, to a file and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParquetBenchmark {
  private List<Row> tables;
  private List<Row> columns;
  private byte[] tablesFile;
  private byte[] columnsFile;

  /** Makes the rows and the files. */
  @Setup
  public void make() {
    FilledLedger filled = new FilledLedger(CatalogTables.TABLES.maxShardRows());
    tables = filled.rows().rows(CatalogTables.TABLES);
    columns = filled.rows().rows(CatalogTables.COLUMNS);
    columns = columns.subList(0, Math.min(columns.size(), CatalogTables.COLUMNS.maxShardRows()));
    tablesFile = writeTables();
    columnsFile = writeColumns();
  }

  /** A full shard of tables, written. */
  @Benchmark
  public byte[] writeTables() {
    return ParquetTable.write(CatalogTables.TABLES, tables);
  }

  /** A full shard of columns, written. */
  @Benchmark
  public byte[] writeColumns() {
    return ParquetTable.write(CatalogTables.COLUMNS, columns);
  }

  /** A full shard of tables, read. */
  @Benchmark
  public List<Row> readTables() {
    return ParquetTable.read(CatalogTables.TABLES, "tables", tablesFile);
  }

  /** A full shard of columns, read. */
  @Benchmark
  public List<Row> readColumns() {
    return ParquetTable.read(CatalogTables.COLUMNS, "columns", columnsFile);
  }
}
