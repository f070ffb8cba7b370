package io.arco.bench;

import io.arco.journal.Hash;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationState;
import io.arco.planner.run.RunTables;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.UUID;

/** The heap that 1,000,000 run keys take in a state that was restored from rows. */
final class RunKeysScenario implements Scenario {
  private static final int KEYS = 1_000_000;
  private static final int COLLECTIONS = 5;
  private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");

  @Override
  public String name() {
    return "run-keys";
  }

  @Override
  public String description() {
    return "the heap that 1,000,000 run keys take, and how long restoring them does";
  }

  @Override
  public Profile profile() {
    return null;
  }

  /** Rows made when they are asked for, so that nothing but the state holds the keys. */
  private static List<Row> rows(TableDefinition table) {
    return new AbstractList<>() {
      @Override
      public Row get(int index) {
        return Row.of(
            String.format("orders-daily-%010d", index),
            new UUID(0x0190_0000_0000_7000L + index, 0x8000_0000_0000_0000L + index).toString(),
            Hash.of(new byte[] {(byte) index, (byte) (index >> 8), (byte) (index >> 16)}).hex(),
            EXPIRY.plusSeconds(index));
      }

      @Override
      public int size() {
        return table.equals(RunTables.RUN_KEYS) ? KEYS : 0;
      }
    };
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    long before = heap();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    OrchestrationState state = new OrchestrationDomain().restore(RunKeysScenario::rows);
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    double bytes = heap() - before;
    if (state.runs().key("orders-daily-0000000007").isEmpty()) {
      throw new IllegalStateException("a key is missing");
    }
    return List.of(
        Measurement.of(name(), "heap, 1,000,000 run keys", bytes / (1 << 20), "MiB"),
        Measurement.of(name(), "per run key", bytes / KEYS, "bytes"),
        Measurement.of(name(), "CPU of restoring them, rows made", seconds, "s"));
  }

  private static long heap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
