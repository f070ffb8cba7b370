package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.runtime.Clock;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Watches a run until it has ended: for a person a line that is drawn again and again, else a plain
 * line whenever the counts have changed, not more often than once a second.
 */
final class RunWatch {
  /** The states in which a run stays. */
  static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  private static final long EVERY_MILLIS = 200;
  private static final long PLAIN_MILLIS = 1_000;
  private static final int BAR_CELLS = 30;

  /** Counts that are told when they are not 0, besides those that are done. */
  private static final List<String> TOLD =
      List.of("running", "leased", "retryWait", "failed", "skipped", "cancelled");

  private final ArcoClient client;
  private final PrintWriter out;
  private final Clock clock;
  private final boolean drawn;
  private final long beganNanos;
  private String last = "";
  private long toldNanos;

  /**
   * Watches on a screen.
   *
   * @param drawn whether one line is drawn again and again
   */
  RunWatch(ArcoClient client, PrintWriter out, Clock clock, boolean drawn) {
    this.client = client;
    this.out = out;
    this.clock = clock;
    this.drawn = drawn;
    this.beganNanos = clock.nanoTime();
    this.toldNanos = beganNanos - TimeUnit.MILLISECONDS.toNanos(PLAIN_MILLIS);
  }

  /** Waits for its end; how it stands then. */
  JsonNode untilEnded(String run) {
    while (true) {
      JsonNode answer = client.get(RunPath.run(run)).orFail();
      boolean ended = FINAL.contains(answer.path("state").asText());
      show(answer, ended);
      if (ended) {
        return answer;
      }
      pause();
    }
  }

  private void show(JsonNode run, boolean ended) {
    long now = clock.nanoTime();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(now - beganNanos);
    String line = line(run);
    if (drawn) {
      out.print("\r\u001b[K" + bar(run) + " " + line + "  " + seconds + " s");
      if (ended) {
        out.println();
      }
    } else if (!line.equals(last)
        && (ended || now - toldNanos >= TimeUnit.MILLISECONDS.toNanos(PLAIN_MILLIS))) {
      out.println(line);
      last = line;
      toldNanos = now;
    }
    out.flush();
  }

  /** {@code RUNNING 12 of 63 done, 2 running}. */
  static String line(JsonNode run) {
    JsonNode tasks = run.path("tasks");
    StringBuilder line =
        new StringBuilder()
            .append(run.path("state").asText())
            .append(' ')
            .append(tasks.path("succeeded").asInt())
            .append(" of ")
            .append(tasks.path("total").asInt())
            .append(" done");
    for (String count : TOLD) {
      int tasksThere = tasks.path(count).asInt();
      if (tasksThere > 0) {
        line.append(", ").append(tasksThere).append(' ').append(word(count));
      }
    }
    return line.toString();
  }

  private static String word(String count) {
    return count.equals("retryWait") ? "waiting for a retry" : count;
  }

  private static String bar(JsonNode run) {
    JsonNode tasks = run.path("tasks");
    int total = Math.max(1, tasks.path("total").asInt());
    int full = (int) ((long) BAR_CELLS * tasks.path("succeeded").asInt() / total);
    return "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "]";
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
