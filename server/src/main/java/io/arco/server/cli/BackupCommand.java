package io.arco.server.cli;

import io.arco.backup.Backup;
import io.arco.backup.BackupConfig;
import io.arco.backup.BackupReport;
import io.arco.log.ObjectSlots;
import io.arco.store.ObjectStore;
import io.arco.store.StoreLocation;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco backup}: one more backup of each workspace, while servers write or at rest. */
@Command(
    name = "backup",
    description = {
      "Back up a store to another place, verified and incremental, while it is served or not.",
      "Each run adds one backup of each workspace; nothing there is changed or removed."
    })
final class BackupCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of(
          "backup",
          "sequence",
          "objects",
          "bytes",
          "copied",
          "copiedBytes",
          "reused",
          "reusedBytes");

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private WorkspaceRuns workspaces;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "file:.arco/store",
      description = "What to back up: file:DIRECTORY (default: ${DEFAULT-VALUE}).")
  private String store;

  @Option(
      names = "--to",
      paramLabel = "STORE",
      required = true,
      description = "Where to: file:DIRECTORY, apart from the store.")
  private String to;

  @Override
  public Integer call() {
    StoreLocation place = OpenStore.location(to);
    if (place instanceof StoreLocation.Memory) {
      throw new CommandException(ExitCode.USAGE, "a backup in memory is none");
    }
    StoresApart.check(OpenStore.location(store), place);
    try (OpenStore open = new OpenStore(store)) {
      List<Workspace> chosen = workspaces.chosen(open, open.store(), store);
      ObjectStore target = open.writable(to);
      open.probe(target);
      return WorkspaceRuns.print(
          spec.commandLine(), output, chosen, COLUMNS, each -> backedUp(open, target, each));
    }
  }

  private BackupReport backedUp(OpenStore open, ObjectStore target, Workspace workspace) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
    BackupConfig config =
        new BackupConfig(
            open.runtime(),
            OpenStore.domains(),
            keys,
            open.store(),
            new ObjectSlots(open.store(), keys.journal()),
            target,
            VersionCommand.buildProperties().getProperty("version"),
            progress);
    try {
      return open.await(() -> new Backup(config).run());
    } finally {
      progress.end();
    }
  }
}
