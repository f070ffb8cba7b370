package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.store.Workspace;
import io.arco.verify.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code arco verify}: checks a store that no server writes at the moment. */
@Command(
    name = "verify",
    description = {
      "Read a store from end to end and name what does not hold: every commit and manifest,"
          + " chained;",
      "every Parquet file, by checksum; and the newest snapshot against a fold of the journal."
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private ArcoCommand root;
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions stores;
  @Mixin private OutputOptions output;

  @Mixin private JournalOptions journal;

  @Override
  public Integer call() {
    try (OpenStore open = stores.open();
        OpenJournal opened = journal.open(root.environment())) {
      ArrayNode document = Json.MAPPER.createArrayNode();
      for (Workspace found : stores.workspaces(open)) {
        document.add(verified(open, opened, found));
      }
      return print(document);
    }
  }

  private static ObjectNode verified(OpenStore open, OpenJournal journal, Workspace workspace) {
    Report report = open.await(() -> journal.verify(open, workspace));
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("tenant", workspace.tenant().name()).put("workspace", workspace.name());
    node.setAll(Json.MAPPER.<ObjectNode>valueToTree(report));
    return node;
  }

  private int print(ArrayNode reports) {
    Map<String, Boolean> columns = new java.util.LinkedHashMap<>();
    List.of("tenant", "workspace").forEach(name -> columns.put(name, false));
    List.of("sequence", "commits", "manifests", "files", "bytes", "unreferenced")
        .forEach(name -> columns.put(name, true));
    List<Rows.Column> headers = new ArrayList<>();
    columns.forEach((name, numeric) -> headers.add(new Rows.Column(name, numeric)));
    headers.add(new Rows.Column("findings", true));
    List<List<JsonNode>> cells = new ArrayList<>();
    int found = 0;
    for (JsonNode report : reports) {
      List<JsonNode> row = new ArrayList<>();
      columns.keySet().forEach(name -> row.add(report.path(name)));
      row.add(Json.MAPPER.getNodeFactory().numberNode(report.path("findings").size()));
      cells.add(row);
      found += report.path("findings").size();
    }
    output.print(spec.commandLine(), new Rows(headers, cells, false, reports));
    for (JsonNode report : reports) {
      for (JsonNode finding : report.path("findings")) {
        spec.commandLine()
            .getErr()
            .println(
                report.path("tenant").asText()
                    + "/"
                    + report.path("workspace").asText()
                    + " "
                    + finding.path("object").asText()
                    + ": "
                    + finding.path("what").asText());
      }
    }
    return found == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
