package io.arco.server.cli;

import io.arco.json.Json;
import io.arco.ledger.AsOf;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.ReadOptions;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.server.bus.SnapshotName;
import io.arco.server.cli.shell.Question;
import io.arco.server.cli.shell.SqlSession;
import io.arco.server.query.CopiedFiles;
import io.arco.server.query.DirectFiles;
import io.arco.server.query.FormerSnapshots;
import io.arco.server.query.LocalFiles;
import io.arco.server.query.SideFiles;
import io.arco.server.query.SystemTables;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.arco.server.sql.SqlEngine;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlOptions;
import io.arco.server.sql.SqlResult;
import io.arco.server.sql.SqlSource;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.FileStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Set;

/**
 * Queries over the system tables of a store, with no server: of its newest snapshot, or as of a
 * moment, then with what the journal says besides. Writes nothing to the store.
 */
final class StoreSession implements SqlSession {
  private static final long LOOK_TIMEOUT_MILLIS = 30_000;
  private static final int KEPT_FORMER = 2;

  private final Workspace workspace;
  private final WorkspaceKeys keys;
  private final OpenStore open;
  private final LocalFiles files;
  private final SideFiles side;
  private final SystemTables tables;
  private final FormerSnapshots former;
  private final SqlGate gate = new SqlGate(SqlLimits.DEFAULTS);
  private final SqlEngine engine = new SqlEngine(SqlLimits.DEFAULTS);
  private Ledger ledgerOrNull;
  private volatile Asked asked = new Asked();

  /** Opens the store, which must be there. */
  StoreSession(String location, Workspace workspace) {
    this.workspace = workspace;
    this.keys = new WorkspaceKeys(workspace);
    this.open = new OpenStore(location);
    this.files =
        open.store() instanceof FileStore directory
            ? new DirectFiles(directory, open.runtime().workers())
            : new CopiedFiles(open.store(), open.runtime().workers(), open.runtime().clock());
    this.side = new SideFiles(open.runtime().workers(), open.runtime().clock());
    this.tables = new SystemTables(open.runtime(), open.store(), OpenStore.domains(), files);
    this.former =
        new FormerSnapshots(
            open.runtime(), open.store(), OpenStore.domains(), tables, side, KEPT_FORMER);
  }

  /** A query on its way. */
  private static final class Asked {
    private final Promise<SqlResult> answer = Promise.promise();
    private volatile boolean unwanted;
  }

  @Override
  public Rows ask(Question question) {
    Asked current = new Asked();
    asked = current;
    try {
      SqlResult result =
          open.await(
              () -> {
                answer(question, current)
                    .onSuccess(current.answer::tryComplete)
                    .onFailure(current.answer::tryFail);
                return current.answer.future();
              });
      return Rows.ofAnswer(Json.tree(result.body()));
    } catch (CommandException e) {
      throw problemOf(e);
    }
  }

  @Override
  public void cancel() {
    Asked current = asked;
    current.unwanted = true;
    engine.endRunning();
    current.answer.tryFail(new CommandException(ExitCode.FAILED, "cancelled"));
  }

  /** How many queries the engine runs. */
  int running() {
    return engine.running();
  }

  private Future<SqlResult> answer(Question question, Asked current) {
    Run run =
        (gated, source, sequence) ->
            current.unwanted
                ? Future.failedFuture("cancelled")
                : engine.run(
                    gated,
                    source,
                    ResultFormat.JSON,
                    new SqlOptions(question.maxRows().orElse(0), Map.of("sequence", sequence)));
    return open.runtime()
        .onScheduler(gate.check(question.sql()))
        .compose(
            gated ->
                question.asOfOrNull() == null
                    ? newest(gated, run)
                    : asOf(AsOfOption.parse(question.asOfOrNull()), gated, run));
  }

  /** Runs a query over tables that reach to a commit. */
  @FunctionalInterface
  private interface Run {
    Future<SqlResult> on(GatedSql gated, SqlSource source, long sequence);
  }

  private Future<SqlResult> newest(GatedSql gated, Run run) {
    return snapshots()
        .newest()
        .map(stored -> stored.map(SnapshotName::of).orElse(SnapshotName.NONE))
        .compose(
            snapshot ->
                tables
                    .source(workspace, snapshot)
                    .compose(source -> run.on(gated, source, snapshot.sequence())));
  }

  private Future<SqlResult> asOf(AsOf moment, GatedSql gated, Run run) {
    return ledger()
        .compose(
            ledger ->
                ledger
                    .sequenceAsOf(moment, ReadOptions.linearizable(LOOK_TIMEOUT_MILLIS))
                    .compose(
                        sequence ->
                            sequence == 0
                                ? tables
                                    .source(workspace, SnapshotName.NONE)
                                    .compose(source -> run.on(gated, source, 0))
                                : former.use(
                                    workspace,
                                    ledger,
                                    sequence,
                                    source -> run.on(gated, source, sequence))));
  }

  private Snapshots snapshots() {
    return new Snapshots(open.runtime(), open.store(), keys);
  }

  private Future<Ledger> ledger() {
    if (ledgerOrNull != null) {
      return Future.succeededFuture(ledgerOrNull);
    }
    RoleStore readOnly = new RoleStore(open.store(), "reader", Set.of(), Set.of());
    return Ledger.open(
            new LedgerConfig(
                workspace,
                readOnly,
                new ObjectSlots(readOnly, keys.journal()),
                OpenStore.domains(),
                new SnapshotCheckpoints(snapshots(), OpenStore.domains()),
                open.runtime(),
                LedgerOptions.DEFAULT,
                Backoff.DEFAULT,
                "reader",
                LedgerObserver.NONE))
        .onSuccess(opened -> ledgerOrNull = opened);
  }

  private static CommandException problemOf(CommandException e) {
    if (e.getCause() != null && e.getCause().getCause() instanceof ProblemException known) {
      return ProblemAnswer.of(known.problem(), e);
    }
    return e;
  }

  @Override
  public void close() {
    cancel();
    open.await(
        () ->
            Future.join(
                    gate.close(),
                    engine.close(),
                    ledgerOrNull == null ? Future.succeededFuture() : ledgerOrNull.close())
                .transform(closed -> Future.join(files.close(), side.close())));
    open.close();
  }
}
