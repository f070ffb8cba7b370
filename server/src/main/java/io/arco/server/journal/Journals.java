package io.arco.server.journal;

import io.arco.compactor.Archive;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.vertx.core.Future;

/** Where the journals of all workspaces of a server are kept. Thread-safe. */
public interface Journals {
  /** What keeps them, as {@code workspace.json} names it. */
  String keptIn();

  /**
   * A workspace's journal, for one opening of it.
   *
   * @param store the whole store
   */
  Slots slots(Workspace workspace, ObjectStore store);

  /**
   * Sees that commits are in the store before a manifest is.
   *
   * @param store the whole store
   * @param runtime of the compactor
   */
  Archive archive(Workspace workspace, ObjectStore store, Runtime runtime);

  /** Completes if they can be reached now. Asks nothing where they are in the store. */
  Future<Void> ping();

  /** Lets go of connections. */
  Future<Void> close();
}
