package io.arco.server.query;

import io.arco.snapshot.ShardFile;
import io.arco.store.FileStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.nio.file.Path;

/**
 * Files of a store that is a directory of this machine: read where they are.
 *
 * @param store the store
 */
public record DirectFiles(FileStore store) implements LocalFiles {
  @Override
  public Future<Path> path(Workspace workspace, ShardFile file) {
    return Future.succeededFuture(store.localPath(new WorkspaceKeys(workspace).file(file.path())));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
