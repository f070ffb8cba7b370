package io.arco.server.query;

import io.arco.snapshot.ShardFile;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.nio.file.Path;

/** Brings a snapshot's files to where the SQL engine reads them. May be called from any thread. */
public interface LocalFiles {
  /**
   * The file's path on this machine, absolute; its content never changes. Fails with {@link
   * io.arco.store.StoreException} or {@link io.arco.journal.CorruptObjectException}.
   */
  Future<Path> path(Workspace workspace, ShardFile file);

  /** Removes what was brought. */
  Future<Void> close();
}
