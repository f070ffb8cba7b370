package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.runtime.Clock;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code --wait}: until a run has ended; mix it in. */
final class WaitOption {
  /** Tasks that failed and are named. */
  static final int MAX_NAMED = 10;

  @Option(
      names = "--wait",
      description = "Show how it goes until it has ended; status 1 unless it succeeded.")
  private boolean wait;

  boolean isAsked() {
    return wait;
  }

  /** Waits if that was asked for; the exit code. */
  int ended(ArcoClient client, String run, CommandLine command) {
    if (!wait) {
      return ExitCode.OK;
    }
    PrintWriter out = command.getOut();
    JsonNode ended = new RunWatch(client, out, Clock.system(), Terminal.isThere()).untilEnded(run);
    tellFailures(client, run, ended, command.getErr());
    return ended.path("state").asText().equals("SUCCEEDED") ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Names tasks that failed, with what was said of them; of many the first and how many more. */
  static void tellFailures(ArcoClient client, String run, JsonNode state, PrintWriter err) {
    int count = state.path("tasks").path("failed").asInt();
    if (count == 0) {
      return;
    }
    JsonNode failed =
        client.get(RunPath.run(run) + "/tasks?state=FAILED&pageSize=" + MAX_NAMED).orFail();
    for (JsonNode task : failed.path("items")) {
      JsonNode error = task.path("error");
      err.println(
          "failed: "
              + Visible.of(RunPath.taskKey(task))
              + " (task "
              + task.path("number").asInt()
              + ")"
              + (error.isObject()
                  ? ": "
                      + error.path("category").asText()
                      + ": "
                      + Visible.of(error.path("message").asText())
                  : ""));
    }
    int more = count - failed.path("items").size();
    if (more > 0) {
      err.println("failed: " + more + " more");
    }
  }
}
