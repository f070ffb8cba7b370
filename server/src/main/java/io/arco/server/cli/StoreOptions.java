package io.arco.server.cli;

import io.arco.store.Workspace;
import io.arco.store.WorkspaceListing;
import java.util.List;
import picocli.CommandLine.Option;

/** Which workspaces of which store a command works on; mix it in. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "file:.arco/store",
      description = "file:DIRECTORY or s3://BUCKET/PREFIX (default: ${DEFAULT-VALUE}).")
  private String store;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's workspaces.")
  private String tenant;

  @Option(names = "--workspace", paramLabel = "NAME", description = "Only workspaces of this name.")
  private String workspace;

  /** Opens the store, which must be there. */
  OpenStore open() {
    return new OpenStore(store);
  }

  /** The workspaces asked for, at least one. */
  List<Workspace> workspaces(OpenStore open) {
    List<Workspace> found =
        open.await(() -> new WorkspaceListing(open.store()).workspaces()).stream()
            .filter(each -> tenant == null || each.tenant().name().equals(tenant))
            .filter(each -> workspace == null || each.name().equals(workspace))
            .toList();
    if (found.isEmpty()) {
      throw new CommandException(ExitCode.FAILED, "there is no such workspace in " + store);
    }
    return found;
  }
}
