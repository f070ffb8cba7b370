package io.arco.server.cli;

import io.arco.server.config.JournalLocation;
import io.arco.server.postgres.PostgresJournals;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.verify.ArchiveCheck;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;

/** The journals that a command reads beside a store. Not for event loops: opening blocks. */
final class OpenJournal implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private final Vertx vertxOrNull;
  private final PostgresJournals databaseOrNull;

  private OpenJournal(Vertx vertxOrNull, PostgresJournals databaseOrNull) {
    this.vertxOrNull = vertxOrNull;
    this.databaseOrNull = databaseOrNull;
  }

  /** Commits are read in the store alone. */
  static OpenJournal inStore() {
    return new OpenJournal(null, null);
  }

  /** Commits are read in a database, which must be reachable. */
  static OpenJournal inDatabase(JournalLocation.Postgresql location, String password) {
    Vertx vertx = Vertx.vertx();
    try {
      return new OpenJournal(
          vertx, await(PostgresJournals.openExisting(vertx, location, password, CONNECTIONS)));
    } catch (CommandException e) {
      vertx.close();
      throw e;
    }
  }

  /** Reads a workspace from end to end, on the store's scheduler. */
  Future<Report> verify(OpenStore open, Workspace workspace) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    if (databaseOrNull == null) {
      return new Verifier(open.runtime(), open.store(), keys, OpenStore.domains()).verify();
    }
    return new Verifier(
            open.runtime(), open.store(), keys, OpenStore.domains(), databaseOrNull.rows(workspace))
        .verify()
        .compose(
            report ->
                new ArchiveCheck(open.runtime(), open.store(), keys, databaseOrNull.rows(workspace))
                    .check()
                    .map(report::with));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    } catch (ExecutionException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getCause().getMessage()), e);
    }
  }

  @Override
  public void close() {
    if (databaseOrNull != null) {
      // One after the other: futures of a Vert.x that is closed are never completed.
      await(databaseOrNull.close());
      await(vertxOrNull.close());
    }
  }
}
