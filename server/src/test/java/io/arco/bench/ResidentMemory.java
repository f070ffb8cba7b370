package io.arco.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a process holds in memory, of whatever kind, looked at again and again; on Linux. */
final class ResidentMemory implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final Path status;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "resident-memory");
            thread.setDaemon(true);
            return thread;
          });
  private volatile double highest;

  ResidentMemory(long pid) {
    this.status = Path.of("/proc", Long.toString(pid), "status");
    timer.scheduleWithFixedDelay(
        () -> highest = Math.max(highest, megabytes()),
        LOOK_MILLIS,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** Now, in MB of a million bytes. */
  double megabytes() {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) * 1_024 / 1e6)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From here on the highest is looked for anew. */
  void begin() {
    highest = megabytes();
  }

  /** The most that was seen since. */
  double highest() {
    return Math.max(highest, megabytes());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
