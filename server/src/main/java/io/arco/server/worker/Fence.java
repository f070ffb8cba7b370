package io.arco.server.worker;

import io.arco.planner.run.ErrorCategory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps attempts that are over from publishing late. The unfinished file of an attempt carries its
 * task and number; whoever publishes into the same folder removes those of attempts that are over
 * first. A move needs its source: a worker that slept in the moment before its own, and wakes when
 * another attempt has taken over, finds nothing to move.
 *
 * <p>Which attempts are over: the earlier ones of the same task, since a task has one live attempt;
 * and those of other tasks of which the server says so.
 */
final class Fence {
  /** Files of other tasks that the server is asked about; more in one folder is an error. */
  static final int MAX_ASKED = 100;

  private static final Pattern UNFINISHED =
      Pattern.compile("\\.([0-9a-f-]{36}\\.\\d{1,9})\\.(\\d{1,9})\\.[0-9a-f-]{36}\\.parquet");

  /** Knows which attempts are over. */
  interface Attempts {
    /**
     * Whether an attempt has ended; false where nobody knows of it.
     *
     * @throws TaskFailure if that can't be found out now
     */
    boolean isOver(String taskId, int attempt);
  }

  /** An attempt as the name of its unfinished file has it. */
  private record Named(Path file, String taskId, int attempt) {}

  private Fence() {}

  /** What an attempt calls its file while it writes. */
  static String unfinished(TaskLease lease) {
    return ".%s.%d.%s.parquet"
        .formatted(
            TaskPartition.escaped(lease.taskId()),
            lease.attempt(),
            TaskPartition.escaped(lease.attemptId()));
  }

  /**
   * Removes the unfinished files of attempts that are over.
   *
   * @param own the attempt that is about to publish
   * @throws TaskCalls.Lost if a later attempt of the same task has begun
   * @throws TaskFailure INFRASTRUCTURE if it can't be known of all which are over
   */
  static void raise(Path folder, TaskLease own, Attempts attempts) throws IOException {
    int asked = 0;
    for (Named other : unfinished(folder)) {
      if (other.taskId().equals(own.taskId())) {
        if (other.attempt() > own.attempt()) {
          throw new TaskCalls.Lost("attempt " + other.attempt() + " has begun");
        }
        if (other.attempt() < own.attempt()) {
          Files.deleteIfExists(other.file());
        }
      } else if (++asked > MAX_ASKED) {
        throw new TaskFailure(
            ErrorCategory.INFRASTRUCTURE, "too many attempts write what this one has written");
      } else if (attempts.isOver(other.taskId(), other.attempt())) {
        Files.deleteIfExists(other.file());
      }
    }
  }

  private static List<Named> unfinished(Path folder) throws IOException {
    List<Named> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*")) {
      for (Path file : files) {
        named(file).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Named> named(Path file) {
    Matcher name = UNFINISHED.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(new Named(file, name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }
}
