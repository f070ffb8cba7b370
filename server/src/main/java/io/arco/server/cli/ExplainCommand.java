package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco explain}: why a run or a task stands where it stands. */
@Command(
    name = "explain",
    description = "Say why a run or a task stands as it does, each fact with its commit.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String run;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "A task of it: its number, or namespace.name[partition].")
  private String task;

  @Override
  public Integer call() {
    ArcoClient client = server.client();
    String asked =
        task == null ? "run=" + RunPath.part(run) : "task=" + RunPath.part(taskId(client));
    JsonNode answer = client.get("/api/v1/explain?" + asked).orFail();
    PrintWriter out = spec.commandLine().getOut();
    String subject = answer.path("subject").asText();
    out.println(
        Visible.of(answer.path("name").asText(subject) + ": " + answer.path("state").asText()));
    for (JsonNode link : answer.path("links")) {
      out.println(
          "  commit %-6d %s  %s"
              .formatted(
                  link.path("sequence").asLong(),
                  link.path("at").asText("(now)"),
                  Visible.of(text(link))));
    }
    return ExitCode.OK;
  }

  /** A fact in a line: what, of which task, and the rest of what is known. */
  private static String text(JsonNode link) {
    StringBuilder text = new StringBuilder(link.path("fact").asText());
    add(text, " ", link, "name");
    add(text, ", attempt ", link, "attempt");
    add(text, " by worker ", link, "worker");
    add(text, ", because of task ", link, "by");
    add(text, ", milliseconds: ", link, "millis");
    add(text, ", one of ", link, "count");
    add(text, ", ", link, "reason");
    add(text, ": ", link, "message");
    return text.toString();
  }

  private static void add(StringBuilder text, String before, JsonNode link, String field) {
    if (link.has(field)) {
      text.append(before).append(link.path(field).asText());
    }
  }

  private String taskId(ArcoClient client) {
    return RunPath.taskId(client, run, task);
  }
}
