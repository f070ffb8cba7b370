package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.arco.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco runs}: the newest runs. */
@Command(name = "runs", description = "List runs, the newest first.")
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private OutputOptions output;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those: running, cancelling, succeeded, failed or cancelled.")
  private String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "So many at most, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    String path =
        RunPath.RUNS
            + "?pageSize="
            + limit
            + (state == null ? "" : "&state=" + RunPath.part(state.toUpperCase(Locale.ROOT)));
    JsonNode answer = server.client().get(path).orFail();
    List<List<JsonNode>> cells = new ArrayList<>();
    for (JsonNode run : answer.path("items")) {
      JsonNode tasks = run.path("tasks");
      ArrayNode row =
          Json.MAPPER
              .createArrayNode()
              .add(run.path("id").asText())
              .add(run.path("state").asText())
              .add(run.path("selection").asText())
              .add(tasks.path("succeeded").asInt())
              .add(tasks.path("total").asInt())
              .add(tasks.path("failed").asInt())
              .add(run.path("createdAt").asText())
              .add(run.path("endedAt").asText(null));
      List<JsonNode> values = new ArrayList<>();
      row.forEach(values::add);
      cells.add(values);
    }
    output.print(spec.commandLine(), new Rows(columns(), cells, false, answer));
    return ExitCode.OK;
  }

  private static List<Rows.Column> columns() {
    return List.of(
        new Rows.Column("run", false),
        new Rows.Column("state", false),
        new Rows.Column("selection", false),
        new Rows.Column("done", true),
        new Rows.Column("tasks", true),
        new Rows.Column("failed", true),
        new Rows.Column("created", false),
        new Rows.Column("ended", false));
  }
}
