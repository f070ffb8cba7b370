package io.arco.server.journal;

import io.arco.journal.WorkspaceFile;
import io.arco.problem.ProblemException;
import io.arco.runtime.FanOut;
import io.arco.runtime.Scheduler;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.store.WorkspaceListing;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to start a server whose configured journal is not that of the store's workspaces. Looks
 * at the first {@value #MAX_WORKSPACES}: the others are refused when they are opened.
 *
 * @param store the store
 * @param keptIn what keeps the journals by the configuration
 */
public record StartCheck(ObjectStore store, String keptIn) {
  /** How many workspaces are looked at; each costs a page of a list and a read. */
  public static final int MAX_WORKSPACES = 32;

  private static final int READS_AT_ONCE = 8;
  private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

  /** Completes where none is found; fails with {@link JournalException}, or as the store does. */
  public Future<Void> run(Scheduler scheduler) {
    return new WorkspaceListing(store)
        .first(MAX_WORKSPACES)
        .compose(found -> FanOut.map(scheduler, found, READS_AT_ONCE, this::check))
        .mapEmpty();
  }

  private Future<Void> check(Workspace workspace) {
    return store
        .get(new WorkspaceKeys(workspace).workspaceFile())
        .map(
            outcome -> {
              if (outcome instanceof ReadOutcome.Found found) {
                check(workspace, found.bytes());
              }
              return null;
            });
  }

  private void check(Workspace workspace, byte[] bytes) {
    WorkspaceFile file;
    try {
      file = WorkspaceFile.decode(workspace, bytes);
    } catch (RuntimeException e) {
      // Damage harms nobody but the workspace: whoever opens it is told.
      LOG.warn("a workspace.json can't be read", e);
      return;
    }
    try {
      file.requireJournal(keptIn);
    } catch (ProblemException e) {
      throw new JournalException(
          "workspace "
              + workspace.tenant().name()
              + "/"
              + workspace.name()
              + " keeps its journal in "
              + file.journal()
              + ", but the configured journal is "
              + keptIn
              + "; set the key journal to where it is kept, or choose another store",
          e);
    }
  }
}
