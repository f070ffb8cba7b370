package io.arco.server.api;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogState;
import io.arco.catalog.TableEntity;
import io.arco.catalog.TableFormat;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.Judgement;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.Run;
import io.arco.planner.run.TaskRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ends attempts. Outputs of one that succeeds with a table and a location register the table in the
 * same commit: both are done, or neither.
 *
 * <p>A table is put at the version it had when the attempt was seen to live. So a report that comes
 * twice, even at once, never puts an old location over a newer one: the second time the version is
 * another, or the attempt does not live any more and only the answer is repeated.
 */
final class TaskCompletions {
  /** How often a report is tried again because its tables were changed meanwhile. */
  static final int MAX_TRIES = 8;

  /** What the catalog says if a table is another than it was when it was looked at. */
  private static final Set<ErrorCode> MOVED_ON =
      Set.of(ErrorCode.VERSION_MISMATCH, ErrorCode.ALREADY_EXISTS, ErrorCode.TABLE_NOT_FOUND);

  private final ApiServices services;

  TaskCompletions(ApiServices services) {
    this.services = services;
  }

  /** Has it done; the first answer is that of the completion. */
  Future<Receipt> complete(Workspace workspace, Caller caller, CompleteTask command) {
    Map<TableLink, Output> tables = tables(command);
    if (tables.isEmpty()) {
      return submit(workspace, caller, List.of(command));
    }
    return located(tables)
        .compose(locations -> attempt(workspace, caller, command, tables, locations, 1));
  }

  /** What is to be registered: of two outputs of one table, the last. */
  private static Map<TableLink, Output> tables(CompleteTask command) {
    Map<TableLink, Output> tables = new LinkedHashMap<>();
    boolean succeeded = command.report().outcome() == Outcome.SUCCEEDED;
    if (succeeded && command.report().outputs() != null) {
      for (Output output : command.report().outputs()) {
        if (output != null && output.table() != null && output.location() != null) {
          tables.put(output.table(), output);
        }
      }
    }
    return tables;
  }

  /** The locations as they are to be registered; fails if a table may not point to one. */
  private Future<Map<TableLink, String>> located(Map<TableLink, Output> tables) {
    Map<TableLink, String> locations = new LinkedHashMap<>();
    Future<?> judged = Future.succeededFuture();
    for (Map.Entry<TableLink, Output> entry : tables.entrySet()) {
      judged =
          judged
              .compose(before -> services.locations().registered(entry.getValue().location()))
              .onSuccess(location -> locations.put(entry.getKey(), location));
    }
    return judged.map(locations);
  }

  private Future<Receipt> attempt(
      Workspace workspace,
      Caller caller,
      CompleteTask command,
      Map<TableLink, Output> tables,
      Map<TableLink, String> locations,
      int tries) {
    ReadOptions newest = ReadOptions.linearizable(services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(workspace)
        .compose(ledger -> ledger.read(newest))
        .compose(
            state -> {
              List<Command> commands = new ArrayList<>();
              commands.add(command);
              if (willSucceed(state, command)) {
                CatalogState catalog = state.of(services.catalog());
                tables.forEach(
                    (link, output) ->
                        commands.add(put(catalog, link, output, locations.get(link))));
              }
              return submit(workspace, caller, commands);
            })
        .recover(
            failure ->
                hasMovedOn(failure)
                    ? again(workspace, caller, command, tables, locations, tries, failure)
                    : Future.failedFuture(failure));
  }

  private Future<Receipt> again(
      Workspace workspace,
      Caller caller,
      CompleteTask command,
      Map<TableLink, Output> tables,
      Map<TableLink, String> locations,
      int tries,
      Throwable failure) {
    if (tries < MAX_TRIES) {
      return attempt(workspace, caller, command, tables, locations, tries + 1);
    }
    Problem problem =
        Problem.of(ErrorCode.UNAVAILABLE, "The table is being changed all the time; try again.");
    return Future.failedFuture(
        failure instanceof ProblemException ? problem.asException() : failure);
  }

  private static boolean hasMovedOn(Throwable failure) {
    return failure instanceof ProblemException known && MOVED_ON.contains(known.problem().code());
  }

  /**
   * Whether the report ends its attempt, and well. Depends, besides the attempt's life, on the
   * report and on the checks of the manifest that the run pins, so it holds when it is decided.
   */
  private boolean willSucceed(WorkspaceState state, CompleteTask command) {
    OrchestrationState orchestration = state.of(services.orchestration());
    TaskRef ref = new TaskRef(command.run(), command.task());
    Optional<LiveAttempt> live = orchestration.runs().liveAttempt(ref);
    if (live.isEmpty() || !live.get().attempt().id().equals(command.attemptId())) {
      return false;
    }
    Run run = orchestration.runs().run(command.run()).orElseThrow();
    Optional<Asset> asset =
        orchestration.asset(
            run.info().manifestVersion(), run.definition().asset(command.task()).asset());
    Judgement judged =
        Judgement.of(
            command.report(), asset.map(Asset::checkList).orElse(List.of()), run.cancel() != null);
    return judged.outcome() == Outcome.SUCCEEDED;
  }

  private static PutTable put(
      CatalogState catalog, TableLink link, Output output, String location) {
    Optional<TableEntity> there = catalog.table(link.catalog(), link.schema(), link.name());
    return new PutTable(
        link.catalog(),
        link.schema(),
        link.name(),
        there.map(TableEntity::format).orElseGet(() -> format(output)),
        location,
        null,
        null,
        columns(output),
        null,
        null,
        there.isEmpty(),
        there.map(TableEntity::id).orElse(null),
        there.map(TableEntity::version).orElse(null));
  }

  private static TableFormat format(Output output) {
    if (output.format() == null) {
      return TableFormat.PARQUET;
    }
    try {
      return TableFormat.of(output.format());
    } catch (IllegalArgumentException e) {
      throw Required.wrong("/outputs", "a format: delta, iceberg or parquet");
    }
  }

  /** The columns, if all of them are said with their types. */
  private static List<ColumnSpec> columns(Output output) {
    if (output.columns() == null) {
      return null;
    }
    List<ColumnSpec> columns = new ArrayList<>();
    for (Output.Column column : output.columns()) {
      if (column == null || column.type() == null) {
        return null;
      }
      columns.add(new ColumnSpec(column.name(), column.type(), null, null, null));
    }
    return columns;
  }

  private Future<Receipt> submit(Workspace workspace, Caller caller, List<Command> commands) {
    Submission submission =
        new Submission(commands, caller, null, services.limits().timeoutMillis());
    return services.owner().submit(workspace, submission);
  }
}
