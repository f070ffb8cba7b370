package io.arco.server.cli;

import io.arco.store.Workspace;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which workspaces of which store a command works on; mix it in. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "file:.arco/store",
      description = "file:DIRECTORY or s3://BUCKET/PREFIX (default: ${DEFAULT-VALUE}).")
  private String store;

  @Mixin private WorkspaceRuns workspaces;

  /** Opens the store, which must be there. */
  OpenStore open() {
    return new OpenStore(store);
  }

  /** The store as it was named. */
  String location() {
    return store;
  }

  /** The workspaces asked for, at least one. */
  List<Workspace> workspaces(OpenStore open) {
    return workspaces.chosen(open, open.store(), store);
  }
}
