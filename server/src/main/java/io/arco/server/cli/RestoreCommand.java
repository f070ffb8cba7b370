package io.arco.server.cli;

import io.arco.backup.Restore;
import io.arco.backup.RestoreConfig;
import io.arco.backup.RestoreReport;
import io.arco.runtime.Uuids;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.store.WorkspaceListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco restore}: workspaces of a backup into an empty store. */
@Command(
    name = "restore",
    description = {
      "Restore a backup into an empty store that no server serves, every object verified.",
      "Each workspace begins a new incarnation. One that was interrupted is completed by running"
          + " it again."
    })
final class RestoreCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("backup", "restored", "sequence", "incarnation", "objects", "bytes");

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private WorkspaceRuns workspaces;

  @Option(
      names = "--from",
      paramLabel = "STORE",
      required = true,
      description = "The backup: file:DIRECTORY.")
  private String from;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      required = true,
      description =
          "Where to: file:DIRECTORY, empty or not there yet; memory: only tries the backup.")
  private String store;

  @Option(
      names = "--backup",
      paramLabel = "NUMBER",
      description = "Which backup of the workspace (default: the newest).")
  private Long number;

  @Override
  public Integer call() {
    if (number != null && number < 1) {
      throw new CommandException(ExitCode.USAGE, "--backup is a number from 1");
    }
    StoresApart.check(OpenStore.location(from), OpenStore.location(store));
    try (OpenStore open = new OpenStore(from)) {
      List<Workspace> chosen = workspaces.chosen(open, open.store(), from);
      if (number != null && chosen.size() > 1) {
        throw new CommandException(
            ExitCode.USAGE,
            "--backup is a number of one workspace, and the backup holds "
                + chosen.size()
                + "; choose one with --tenant and --workspace");
      }
      ObjectStore target = open.writable(store);
      refuseOthers(open, target, chosen);
      return WorkspaceRuns.print(
          spec.commandLine(), output, chosen, COLUMNS, each -> restored(open, target, each));
    }
  }

  /** What is there must be of the chosen workspaces; each looks at its own. */
  private void refuseOthers(OpenStore open, ObjectStore target, List<Workspace> chosen) {
    List<Workspace> there = open.await(() -> new WorkspaceListing(target).workspaces());
    if (there.isEmpty()) {
      open.probe(target);
      return;
    }
    List<Workspace> others = new ArrayList<>(there);
    others.removeAll(chosen);
    if (!others.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILED,
          store
              + " is not empty: it holds the workspace "
              + others.get(0).tenant().name()
              + "/"
              + others.get(0).name()
              + "; restore into an empty store");
    }
  }

  private RestoreReport restored(OpenStore open, ObjectStore target, Workspace workspace) {
    TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
    Instant now = Instant.ofEpochMilli(open.runtime().clock().wallMillis());
    try {
      return open.await(
          () ->
              new Restore(
                      new RestoreConfig(
                          open.runtime(),
                          OpenStore.domains(),
                          new WorkspaceKeys(workspace),
                          open.store(),
                          target,
                          new Uuids(open.runtime().random()).next(now).toString(),
                          progress))
                  .run(Optional.ofNullable(number)));
    } finally {
      progress.end();
    }
  }
}
