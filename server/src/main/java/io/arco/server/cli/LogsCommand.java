package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco logs}: what the worker of a task wrote. */
@Command(name = "logs", description = "Print the log of a task's attempt.")
final class LogsCommand implements Callable<Integer> {
  private static final long EVERY_MILLIS = 500;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String run;

  @Parameters(
      index = "1",
      paramLabel = "TASK",
      description = "Its number, or namespace.name[partition].")
  private String task;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Which attempt (default: the newest).")
  private Integer attempt;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the attempt has ended.")
  private boolean follow;

  @Override
  public Integer call() {
    ArcoClient client = server.client();
    PrintWriter out = spec.commandLine().getOut();
    String path = "/api/v1/tasks/" + RunPath.part(RunPath.taskId(client, run, task)) + "/logs";
    long next = 1;
    while (true) {
      JsonNode page =
          client
              .get(path + "?from=" + next + (attempt == null ? "" : "&attempt=" + attempt))
              .orFail();
      page.path("items").forEach(chunk -> out.print(Visible.of(chunk.path("text").asText())));
      out.flush();
      boolean more = page.path("next").asLong() > next;
      next = page.path("next").asLong();
      // The newest attempt may become another one; what is followed stays.
      attempt = page.path("attempt").asInt();
      if (!more && (!follow || page.path("ended").asBoolean())) {
        return ExitCode.OK;
      }
      if (!more) {
        pause();
      }
    }
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
