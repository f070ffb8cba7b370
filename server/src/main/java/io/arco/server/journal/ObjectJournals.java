package io.arco.server.journal;

import io.arco.compactor.Archive;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Set;

/** Journals that are objects of the store itself: there is nothing to archive. */
public record ObjectJournals() implements Journals {
  @Override
  public String keptIn() {
    return Slots.OBJECTS;
  }

  @Override
  public Slots slots(Workspace workspace, ObjectStore store) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    return new ObjectSlots(
        new RoleStore(store, "owner", Set.of(keys.journal()), Set.of()), keys.journal());
  }

  @Override
  public Archive archive(Workspace workspace, ObjectStore store, Runtime runtime) {
    return Archive.NONE;
  }

  @Override
  public Future<Void> ping() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
