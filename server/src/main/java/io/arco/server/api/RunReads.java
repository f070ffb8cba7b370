package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.server.api.RunViews.TaskDetails;
import io.arco.server.api.RunViews.TaskView;
import io.arco.server.dispatch.Progress;
import io.arco.server.history.RunHistory;
import io.arco.server.history.SnapshotRows.Found;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The operations that show runs and their tasks, from the state or, once they left it, of rows. */
final class RunReads {
  private final ApiServices services;
  private final RunHistory history;
  private final StateReads reads;
  private final RunList list;
  private final TaskReports reports;

  RunReads(ApiServices services) {
    this.services = services;
    this.history = services.runs().history();
    this.reads = new StateReads(services);
    this.list = new RunList(services.orchestration(), history);
    this.reports = new TaskReports(services);
  }

  Future<Reply> listRuns(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    RunFilter filter = RunFilter.of(exchange);
    PageRequest page = PageRequest.of(exchange, filter.identity());
    UUID before = page.after() == null ? null : TaskIds.id(page.after());
    if (page.after() != null && before == null) {
      throw RequestProblems.pageToken();
    }
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange, page)
        .compose(
            state ->
                reads
                    .onWorker(() -> list.piece(workspace, state, filter, before, page.size()))
                    .compose(Function.identity())
                    .map(
                        piece ->
                            reply(
                                state,
                                new Pages.Page(
                                    piece.runs(),
                                    piece.next() == null
                                        ? null
                                        : PageToken.of(
                                            filter.identity(),
                                            piece.next(),
                                            state.incarnation())))));
  }

  private static Reply reply(WorkspaceState state, Object answer) {
    return Reply.json(200, Json.bytes(answer), state.sequence());
  }

  Future<Reply> getRun(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    UUID id = TaskIds.run(exchange);
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .compose(
            state -> {
              Optional<Run> run = run(state, id);
              return run.isPresent()
                  ? Future.succeededFuture(reply(state, StateRuns.view(run.get())))
                  : gone(workspace, id).map(row -> reply(state, HistoryRuns.run(row)));
            });
  }

  private Optional<Run> run(WorkspaceState state, UUID id) {
    return state.of(services.orchestration()).runs().run(id);
  }

  /** The row of a run that is not in the state; RUN_NOT_FOUND if it never was. */
  private Future<Row> gone(Workspace workspace, UUID id) {
    return history
        .run(workspace, id)
        .map(row -> row.orElseThrow(() -> RunProblems.runNotFound(id).asException()));
  }

  Future<Reply> listRunTasks(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    UUID id = TaskIds.run(exchange);
    TaskState wanted = RunFilter.state(exchange, TaskState.class);
    AssetKey asset = RunFilter.asset(exchange);
    List<String> identity =
        List.of("tasks", id.toString(), String.valueOf(wanted), asset == null ? "" : asset.text());
    PageRequest page = PageRequest.of(exchange, identity);
    long after = page.after() == null ? -1 : Numbers.parse(page.after(), 0, Integer.MAX_VALUE);
    if (page.after() != null && after < 0) {
      throw RequestProblems.pageToken();
    }
    Workspace workspace = exchange.workspace();
    int from = (int) after + 1;
    return reads
        .read(exchange, page)
        .compose(
            state -> {
              Optional<Run> run = run(state, id);
              return run.isPresent()
                  ? reads.onWorker(
                      () -> {
                        List<TaskView> found =
                            tasks(workspace, run.get(), wanted, asset, from, page.limit());
                        return page(identity, page, found, null, state);
                      })
                  : goneTasks(workspace, state, id, wanted, asset, from, identity, page);
            });
  }

  private Future<Reply> goneTasks(
      Workspace workspace,
      WorkspaceState state,
      UUID id,
      TaskState wanted,
      AssetKey asset,
      int from,
      List<String> identity,
      PageRequest page) {
    return gone(workspace, id)
        .compose(
            run ->
                history.tasks(
                    workspace,
                    id,
                    from,
                    row ->
                        (wanted == null || HistoryRuns.taskState(row) == wanted)
                            && (asset == null || HistoryRuns.asset(row).equals(asset)),
                    page.limit()))
        .map(
            found ->
                page(
                    identity,
                    page,
                    found.rows().stream().map(HistoryRuns::task).toList(),
                    found,
                    state));
  }

  /**
   * A page of tasks.
   *
   * @param found of a history that was not looked at to its end; or null
   */
  private static Reply page(
      List<String> identity,
      PageRequest page,
      List<TaskView> tasks,
      Found found,
      WorkspaceState state) {
    boolean isCut = found != null && found.reached() != null && tasks.size() <= page.size();
    if (!isCut) {
      return Pages.reply(
          identity,
          page,
          tasks,
          task -> Integer.toString(task.number()),
          Function.identity(),
          state);
    }
    String reached = found.reached().values().get(1).toString();
    return reply(
        state, new Pages.Page(tasks, PageToken.of(identity, reached, state.incarnation())));
  }

  private List<TaskView> tasks(
      Workspace workspace, Run run, TaskState wanted, AssetKey asset, int from, int limit) {
    List<TaskView> found = new ArrayList<>();
    for (int number = from; number < run.tasks() && found.size() < limit; number++) {
      boolean isOfAsset = asset == null || run.definition().asset(number).asset().equals(asset);
      if (isOfAsset && (wanted == null || run.task(number).state() == wanted)) {
        TaskRef ref = new TaskRef(run.id(), number);
        found.add(StateRuns.view(run, number, progress(workspace, ref)));
      }
    }
    return found;
  }

  private Progress progress(Workspace workspace, TaskRef task) {
    return services.runs().dispatches().progress(workspace, task);
  }

  Future<Reply> getRunTask(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskRef ref = TaskIds.numbered(exchange);
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .compose(
            state -> {
              Optional<Run> run = run(state, ref.run());
              if (run.isEmpty()) {
                return goneTask(workspace, ref).map(details -> reply(state, details));
              }
              if (!run.get().has(ref.task())) {
                throw RunProblems.taskNotFound(ref).asException();
              }
              TaskDetails details =
                  StateRuns.details(run.get(), ref.task(), progress(workspace, ref));
              return reports
                  .add(workspace, run.get(), ref.task(), details)
                  .map(complete -> reply(state, complete));
            });
  }

  /** A task of a run that is not in the state; RUN_NOT_FOUND or TASK_NOT_FOUND. */
  private Future<TaskDetails> goneTask(Workspace workspace, TaskRef ref) {
    return gone(workspace, ref.run())
        .compose(run -> history.tasks(workspace, ref.run(), ref.task(), row -> true, 1))
        .compose(
            found -> {
              Optional<Row> task =
                  found.rows().stream()
                      .filter(row -> HistoryRuns.number(row) == ref.task())
                      .findFirst();
              if (task.isEmpty()) {
                throw RunProblems.taskNotFound(ref).asException();
              }
              return history
                  .attempts(workspace, ref.run(), ref.task())
                  .compose(
                      attempts ->
                          history
                              .checks(workspace, ref.run(), ref.task())
                              .map(
                                  checks ->
                                      new TaskDetails(
                                          HistoryRuns.task(task.get()),
                                          HistoryRuns.attempts(attempts, checks),
                                          null)));
            });
  }
}
