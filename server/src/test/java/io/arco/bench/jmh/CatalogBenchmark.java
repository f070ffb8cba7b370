package io.arco.bench.jmh;

import io.arco.bench.SampleTables;
import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogState;
import io.arco.catalog.TableEntity;
import io.arco.ledger.StateHash;
import io.arco.testing.InMemoryRows;
import java.util.List;
import java.util.Optional;
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

/** Reads of a catalog of 10,000 tables, and what a restart does with it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CatalogBenchmark {
  private static final int TABLES = 10_000;
  private static final int PAGE = 100;

  private CatalogDomain catalog;
  private CatalogState state;
  private InMemoryRows rows;
  private int next;

  /** Fills the catalog. */
  @Setup
  public void fill() {
    FilledLedger filled = new FilledLedger(TABLES);
    catalog = filled.catalog();
    state = filled.catalogState();
    rows = filled.rows();
  }

  /** A table by name. */
  @Benchmark
  public Optional<TableEntity> getTableByName() {
    next = (next + 7_919) % TABLES;
    String schema = SampleTables.schema(next);
    return state.table(SampleTables.CATALOG, schema, SampleTables.name(next));
  }

  /** A page of 100 tables. */
  @Benchmark
  public List<TableEntity> listPage() {
    next = (next + 7_919) % TABLES;
    String schema = SampleTables.schema(next);
    return state.tables(SampleTables.CATALOG, schema, SampleTables.name(next), PAGE);
  }

  /** The state hash of 10,000 tables, from their content. */
  @Benchmark
  public StateHash hashState() {
    return catalog.recomputeHash(state);
  }

  /** The state of 10,000 tables and 100,000 columns, from their rows. */
  @Benchmark
  public CatalogState restoreState() {
    return catalog.restore(rows);
  }
}
