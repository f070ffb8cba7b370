package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.gc.CollectionReport;
import io.arco.gc.GarbageCollector;
import io.arco.gc.RetentionOptions;
import io.arco.json.Json;
import io.arco.log.ObjectSlots;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco gc}: removes from a store what is old enough to go; servers may be running. */
@Command(
    name = "gc",
    description = {
      "Remove what is old enough to go: manifests, commits if asked to, and files that nothing",
      "names any more. Says what would go; --apply removes it. Servers may be running."
    })
final class GcCommand implements Callable<Integer> {
  private static final String FOR_EVER = "forever";
  private static final List<String> AMOUNTS =
      List.of("manifests", "keptAdded", "keptRemoved", "commits", "files", "strays");

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions stores;
  @Mixin private OutputOptions output;

  @Option(
      names = "--grace",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "A manifest stays so long after the next one was published; at least 24 (default: 24).")
  private long graceHours;

  @Option(
      names = "--keep-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "One manifest an hour is kept so long, or 'forever' (default: 30; 0 for none).")
  private String keepDays;

  @Option(
      names = "--journal-days",
      paramLabel = "DAYS",
      description = "Commits are kept so long, at least 1 (default: for ever).")
  private Long journalDays;

  @Option(names = "--apply", description = "Remove it. Without this, nothing is changed.")
  private boolean apply;

  @Override
  public Integer call() {
    RetentionOptions options = options();
    try (OpenStore open = stores.open()) {
      ArrayNode reports = Json.MAPPER.createArrayNode();
      int status = ExitCode.OK;
      for (Workspace workspace : stores.workspaces(open)) {
        ObjectNode report = Json.MAPPER.createObjectNode();
        report.put("tenant", workspace.tenant().name()).put("workspace", workspace.name());
        try {
          report.setAll(Json.MAPPER.<ObjectNode>valueToTree(collect(open, workspace, options)));
        } catch (CommandException e) {
          report.put("problem", e.getMessage());
          status = ExitCode.FAILED;
        }
        reports.add(report);
      }
      print(reports);
      return status;
    }
  }

  private RetentionOptions options() {
    if (graceHours < RetentionOptions.MIN_GRACE.toHours()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--grace: "
              + graceHours
              + " hours are too few, at least "
              + RetentionOptions.MIN_GRACE.toHours()
              + ": running servers and queries rely on what was published within a day");
    }
    if (journalDays != null && journalDays < 1) {
      throw new CommandException(
          ExitCode.USAGE, "--journal-days: " + journalDays + " is too few, at least 1");
    }
    return new RetentionOptions(
        Duration.ofHours(graceHours),
        keep(),
        Optional.ofNullable(journalDays).map(Duration::ofDays));
  }

  private Optional<Duration> keep() {
    if (keepDays.equals(FOR_EVER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofDays(Integer.parseUnsignedInt(keepDays)));
    } catch (NumberFormatException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--keep-days: " + keepDays + " is neither a number of days nor '" + FOR_EVER + "'",
          e);
    }
  }

  private CollectionReport collect(OpenStore open, Workspace workspace, RetentionOptions options) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    ObjectStore narrowed = GarbageCollector.role(open.store(), keys);
    return open.await(
        () ->
            new GarbageCollector(
                    open.runtime(),
                    narrowed,
                    new ObjectSlots(narrowed, keys.journal()),
                    keys,
                    options)
                .run(apply));
  }

  private void print(ArrayNode reports) {
    List<Rows.Column> columns = new ArrayList<>();
    columns.add(new Rows.Column("tenant", false));
    columns.add(new Rows.Column("workspace", false));
    AMOUNTS.forEach(name -> columns.add(new Rows.Column(name, true)));
    columns.add(new Rows.Column("bytes", true));
    columns.add(new Rows.Column("journalFloor", true));
    List<List<JsonNode>> cells = new ArrayList<>();
    for (JsonNode report : reports) {
      List<JsonNode> row = new ArrayList<>();
      row.add(report.path("tenant"));
      row.add(report.path("workspace"));
      AMOUNTS.forEach(name -> row.add(report.path(name).path("count")));
      row.add(report.path("removedBytes"));
      row.add(report.path("journalFloor"));
      cells.add(row);
    }
    output.print(spec.commandLine(), new Rows(columns, cells, false, reports));
    var err = spec.commandLine().getErr();
    for (JsonNode report : reports) {
      if (report.has("problem")) {
        err.println(
            report.path("tenant").asText()
                + "/"
                + report.path("workspace").asText()
                + ": "
                + report.path("problem").asText());
      }
    }
    if (!apply) {
      err.println("Nothing was changed; --apply removes it.");
    }
  }
}
