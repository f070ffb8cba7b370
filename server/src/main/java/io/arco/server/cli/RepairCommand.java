package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.repair.RepairReport;
import io.arco.repair.Repairer;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco repair}: mends what can be mended of a store that no server writes. */
@Command(
    name = "repair",
    description = {
      "Mend what of a damaged store can be mended without guessing, from the store itself or from"
          + " a",
      "backup. Says what would be done; --apply does it. No server may be running on the store."
    })
final class RepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions stores;
  @Mixin private OutputOptions output;

  @Option(
      names = "--from",
      paramLabel = "STORE",
      description = "A backup, or another store with the same workspaces, to take objects from.")
  private String from;

  @Option(names = "--apply", description = "Do it. Without this, nothing is changed.")
  private boolean apply;

  @Override
  public Integer call() {
    try (OpenStore open = stores.open();
        OpenStore other = from == null ? null : new OpenStore(from)) {
      Optional<ObjectStore> source = Optional.ofNullable(other).map(OpenStore::store);
      ArrayNode reports = Json.MAPPER.createArrayNode();
      for (Workspace workspace : stores.workspaces(open)) {
        ObjectNode report = Json.MAPPER.createObjectNode();
        report.put("tenant", workspace.tenant().name()).put("workspace", workspace.name());
        report.setAll(Json.MAPPER.<ObjectNode>valueToTree(repair(open, source, workspace)));
        reports.add(report);
      }
      return print(reports);
    }
  }

  private RepairReport repair(OpenStore open, Optional<ObjectStore> other, Workspace workspace) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    return open.await(
        () ->
            new Repairer(
                    open.runtime(),
                    Repairer.role(open.store(), keys),
                    other,
                    keys,
                    OpenStore.domains())
                .run(apply));
  }

  private int print(ArrayNode reports) {
    List<List<JsonNode>> cells = new ArrayList<>();
    int repairs = 0;
    int left = 0;
    for (JsonNode report : reports) {
      for (JsonNode repair : report.path("repairs")) {
        cells.add(row(report, repair, repair.path("how").asText()));
        repairs++;
      }
      for (JsonNode finding : report.path("left")) {
        cells.add(row(report, finding, unrepairable(finding.path("object").asText())));
        left++;
      }
    }
    List<Rows.Column> columns = new ArrayList<>();
    for (String name : List.of("tenant", "workspace", "object", "what", "repair")) {
      columns.add(new Rows.Column(name, false));
    }
    output.print(spec.commandLine(), new Rows(columns, cells, false, reports));
    say(reports, repairs, left);
    return left == 0 && (apply || repairs == 0) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<JsonNode> row(JsonNode report, JsonNode item, String how) {
    return List.of(
        report.path("tenant"),
        report.path("workspace"),
        item.path("object"),
        item.path("what"),
        Json.MAPPER.getNodeFactory().textNode(how));
  }

  private String unrepairable(String object) {
    if (object.endsWith("/") || !object.contains(".")) {
      return "none: files and journal contradict each other; restore from a backup";
    }
    return from == null
        ? "none from this store alone; try --from a backup, or restore from it"
        : "none: the other store has no bytes that are known to be right; restore from a backup";
  }

  private void say(ArrayNode reports, int repairs, int left) {
    var err = spec.commandLine().getErr();
    if (repairs > 0 && !apply) {
      err.println(repairs + " can be repaired. Nothing was changed; --apply does it.");
    } else if (repairs > 0) {
      err.println(repairs + " repaired.");
    }
    if (left > 0) {
      err.println(left + " can't be repaired, and stay as they are.");
    }
    for (JsonNode report : reports) {
      if (report.path("more").asBoolean()) {
        err.println(
            report.path("tenant").asText()
                + "/"
                + report.path("workspace").asText()
                + ": this is as much as one run can hold; run it again.");
      }
    }
  }
}
