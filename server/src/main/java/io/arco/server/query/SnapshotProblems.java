package io.arco.server.query;

import io.arco.journal.CorruptObjectException;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers are told when a snapshot can't be read; what the store says goes to the log. */
public final class SnapshotProblems {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotProblems.class);

  private SnapshotProblems() {}

  /** WORKSPACE_CORRUPT for damage, UNAVAILABLE where the store fails, else the failure itself. */
  public static Throwable of(Workspace workspace, Throwable failure) {
    if (failure instanceof CorruptObjectException corrupt) {
      LOG.atError()
          .addKeyValue("tenant", workspace.tenant().name())
          .addKeyValue("workspace", workspace.name())
          .addKeyValue("failure", corrupt.getMessage())
          .log("a snapshot is damaged");
      return corrupt.problem().asException();
    }
    if (failure instanceof StoreException) {
      LOG.warn("a snapshot can't be read", failure);
      return Problem.of(ErrorCode.UNAVAILABLE, "The store can't be reached now.").asException();
    }
    return failure;
  }
}
