package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceListing;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** One report for each of the workspaces that were chosen; mix it in. */
final class WorkspaceRuns {
  @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's workspaces.")
  private String tenant;

  @Option(names = "--workspace", paramLabel = "NAME", description = "Only workspaces of this name.")
  private String workspace;

  /**
   * The chosen workspaces of a store.
   *
   * @throws CommandException if there are none
   */
  List<Workspace> chosen(OpenStore open, ObjectStore store, String location) {
    List<Workspace> chosen =
        open.await(() -> new WorkspaceListing(store).workspaces()).stream()
            .filter(found -> tenant == null || found.tenant().name().equals(tenant))
            .filter(found -> workspace == null || found.name().equals(workspace))
            .toList();
    if (chosen.isEmpty()) {
      throw new CommandException(ExitCode.FAILED, "there is no such workspace in " + location);
    }
    return chosen;
  }

  /**
   * Runs something for each workspace and prints a row for each that succeeds; a line on standard
   * error for each that does not, which keeps none of the others from their turn.
   *
   * @param columns fields of the reports to show, all numbers
   * @return the status
   */
  static int print(
      CommandLine command,
      OutputOptions output,
      List<Workspace> workspaces,
      List<String> columns,
      Function<Workspace, Object> run) {
    ArrayNode document = Json.MAPPER.createArrayNode();
    List<String> failures = new ArrayList<>();
    for (Workspace each : workspaces) {
      try {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("tenant", each.tenant().name()).put("workspace", each.name());
        node.setAll(Json.MAPPER.<ObjectNode>valueToTree(run.apply(each)));
        document.add(node);
      } catch (CommandException e) {
        failures.add(each.tenant().name() + "/" + each.name() + ": " + text(e));
      }
    }
    if (!document.isEmpty()) {
      output.print(command, rows(document, columns));
    }
    PrintWriter err = command.getErr();
    failures.forEach(failure -> err.println("arco: " + failure));
    return failures.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Rows rows(ArrayNode document, List<String> columns) {
    List<Rows.Column> headers = new ArrayList<>();
    List.of("tenant", "workspace").forEach(name -> headers.add(new Rows.Column(name, false)));
    columns.forEach(name -> headers.add(new Rows.Column(name, true)));
    List<List<JsonNode>> cells = new ArrayList<>();
    for (JsonNode report : document) {
      cells.add(headers.stream().map(column -> report.path(column.name())).toList());
    }
    return new Rows(headers, cells, false, document);
  }

  private static String text(CommandException e) {
    if (e.getCause() != null && e.getCause().getCause() instanceof ProblemException known) {
      Problem problem = known.problem();
      return problem.code() + ": " + problem.text() + " " + problem.details();
    }
    return e.getMessage();
  }
}
