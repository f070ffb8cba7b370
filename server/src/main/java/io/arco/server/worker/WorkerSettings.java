package io.arco.server.worker;

import java.nio.file.Path;
import java.util.List;

/**
 * How a worker works.
 *
 * @param id what it is called: 1 to 255 visible ASCII characters
 * @param kinds of assets that it makes
 * @param slots tasks at once, 1 to {@link #MAX_SLOTS}
 * @param once whether it ends when there is nothing to do
 * @param drainMillis how long running tasks may go on once it is stopped
 * @param output the directory that outputs go below; in a data root
 * @param memoryBytes what all tasks together may allocate in the engine
 * @param threads of the engine, for each task
 */
public record WorkerSettings(
    String id,
    List<String> kinds,
    int slots,
    boolean once,
    long drainMillis,
    Path output,
    long memoryBytes,
    int threads) {
  /** The most tasks at once. */
  public static final int MAX_SLOTS = 64;

  /** Copies the kinds. */
  public WorkerSettings {
    kinds = List.copyOf(kinds);
  }
}
