package io.arco.server.cli;

import io.arco.json.Json;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.bus.SnapshotName;
import io.arco.server.query.CopiedFiles;
import io.arco.server.query.DirectFiles;
import io.arco.server.query.LocalFiles;
import io.arco.server.query.SystemTables;
import io.arco.server.sql.ResultFormat;
import io.arco.server.sql.SqlEngine;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlOptions;
import io.arco.server.sql.SqlResult;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.FileStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** A query over the newest snapshot of a store, with no server. */
final class StoreQuery {
  private final String location;
  private final Workspace workspace;

  StoreQuery(String location, String tenant, String workspace) {
    this.location = location;
    try {
      this.workspace = Workspace.of(tenant, workspace);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** The answer as the server would give it. */
  Rows run(String sql, int maxRows) {
    try (OpenStore open = new OpenStore(location)) {
      LocalFiles files =
          open.store() instanceof FileStore directory
              ? new DirectFiles(directory, open.runtime().workers())
              : new CopiedFiles(open.store(), open.runtime().workers(), open.runtime().clock());
      SqlGate gate = new SqlGate(SqlLimits.DEFAULTS);
      SqlEngine engine = new SqlEngine(SqlLimits.DEFAULTS);
      try {
        SqlResult result = open.await(() -> query(open, files, gate, engine, sql, maxRows));
        return Rows.ofAnswer(Json.tree(result.body()));
      } catch (CommandException e) {
        throw problemOf(e);
      } finally {
        open.await(() -> Future.join(gate.close(), engine.close(), files.close()));
      }
    }
  }

  private Future<SqlResult> query(
      OpenStore open, LocalFiles files, SqlGate gate, SqlEngine engine, String sql, int maxRows) {
    SystemTables tables =
        new SystemTables(open.runtime(), open.store(), OpenStore.domains(), files);
    return gate.check(sql)
        .compose(
            gated ->
                newest(open)
                    .compose(
                        snapshot ->
                            tables
                                .source(workspace, snapshot)
                                .compose(
                                    source ->
                                        engine.run(
                                            gated,
                                            source,
                                            ResultFormat.JSON,
                                            new SqlOptions(
                                                maxRows,
                                                Map.of("sequence", snapshot.sequence()))))));
  }

  private Future<SnapshotName> newest(OpenStore open) {
    Future<Optional<StoredManifest>> newest =
        Future.future(
            promise ->
                open.runtime()
                    .scheduler()
                    .execute(
                        () ->
                            new Snapshots(
                                    open.runtime(), open.store(), new WorkspaceKeys(workspace))
                                .newest()
                                .onComplete(promise)));
    return newest.map(stored -> stored.map(SnapshotName::of).orElse(SnapshotName.NONE));
  }

  private static CommandException problemOf(CommandException e) {
    if (e.getCause() != null && e.getCause().getCause() instanceof ProblemException known) {
      Problem problem = known.problem();
      return new CommandException(
          ExitCode.FAILED, problem.code() + ": " + problem.text() + " " + problem.details(), e);
    }
    return e;
  }
}
