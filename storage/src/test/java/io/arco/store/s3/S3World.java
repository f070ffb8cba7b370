package io.arco.store.s3;

import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.runtime.ThreadWorkers;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A store in a bucket, and a runtime of real time. */
final class S3World implements AutoCloseable {
  /** Small objects and short waits between attempts; patient with a busy machine. */
  static final S3Limits LIMITS = limits(Duration.ofSeconds(20));

  /** The same, but what hangs ends soon. */
  static final S3Limits IMPATIENT = limits(Duration.ofSeconds(3));

  private static S3Limits limits(Duration attempt) {
    return new S3Limits(
        1 << 20,
        16,
        1_000,
        Duration.ofSeconds(5),
        attempt,
        1 << 20,
        S3Limits.DEFAULT.readAttempts(),
        Duration.ofSeconds(40),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100));
  }

  private final ThreadWorkers workers = new ThreadWorkers("s3-world", 2, 1_000);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final S3Store store;

  /** This store, within these limits. */
  S3World(S3Location location, S3Limits limits) {
    this.store = S3Store.open(location, limits, workers);
  }

  /** The same, with the limits of a server. */
  S3World(String location) {
    this(S3Location.parse(location), S3Limits.DEFAULT);
  }

  S3Store store() {
    return store;
  }

  Runtime runtime() {
    return new Runtime(Clock.system(), new OneThread(thread), workers, Seeds.fixed(1).random());
  }

  private record OneThread(ScheduledExecutorService thread) implements Scheduler {
    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      var scheduled = thread.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
      return () -> scheduled.cancel(false);
    }
  }

  @Override
  public void close() {
    Await.value(store.close());
    workers.close();
    thread.shutdownNow();
  }
}
