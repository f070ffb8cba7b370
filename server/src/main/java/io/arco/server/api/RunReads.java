package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.Runs;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.server.api.RunViews.TaskView;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The operations that show runs and their tasks. */
final class RunReads {
  /** Runs, or tasks, that one page looks at in search of what a filter wants. */
  static final int MAX_LOOKED_AT = 10_000;

  private final ApiServices services;
  private final StateReads reads;

  RunReads(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  Future<Reply> listRuns(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    RunFilter filter = RunFilter.of(exchange);
    PageRequest page = PageRequest.of(exchange, filter.identity());
    UUID before = page.after() == null ? null : TaskIds.id(page.after());
    if (page.after() != null && before == null) {
      throw RequestProblems.pageToken();
    }
    return reads
        .read(exchange, page)
        .compose(state -> reads.onWorker(() -> runs(state, filter, before, page)));
  }

  private Reply runs(WorkspaceState state, RunFilter filter, UUID before, PageRequest page) {
    Runs runs = state.of(services.orchestration()).runs();
    List<Run> found = new ArrayList<>();
    for (Run run : runs.runs(before, MAX_LOOKED_AT)) {
      if (filter.wants(run)) {
        found.add(run);
      }
      if (found.size() == page.limit()) {
        break;
      }
    }
    return Pages.reply(
        filter.identity(), page, found, run -> run.id().toString(), StateRuns::view, state);
  }

  Future<Reply> getRun(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    UUID id = TaskIds.run(exchange);
    return reads
        .read(exchange)
        .map(
            state -> Reply.json(200, Json.bytes(StateRuns.view(run(state, id))), state.sequence()));
  }

  private Run run(WorkspaceState state, UUID id) {
    return state
        .of(services.orchestration())
        .runs()
        .run(id)
        .orElseThrow(() -> RunProblems.runNotFound(id).asException());
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
    return reads
        .read(exchange, page)
        .compose(
            state ->
                reads.onWorker(
                    () -> {
                      Run run = run(state, id);
                      List<TaskView> found =
                          tasks(workspace, run, wanted, asset, (int) after + 1, page.limit());
                      return Pages.reply(
                          identity,
                          page,
                          found,
                          task -> Integer.toString(task.number()),
                          Function.identity(),
                          state);
                    }));
  }

  private List<TaskView> tasks(
      Workspace workspace, Run run, TaskState wanted, AssetKey asset, int from, int limit) {
    List<TaskView> found = new ArrayList<>();
    for (int number = from; number < run.tasks() && found.size() < limit; number++) {
      boolean isOfAsset = asset == null || run.definition().asset(number).asset().equals(asset);
      if (isOfAsset && (wanted == null || run.task(number).state() == wanted)) {
        found.add(view(workspace, run, number));
      }
    }
    return found;
  }

  private TaskView view(Workspace workspace, Run run, int number) {
    TaskRef ref = new TaskRef(run.id(), number);
    return StateRuns.view(run, number, services.runs().dispatches().progress(workspace, ref));
  }

  Future<Reply> getRunTask(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskRef ref = TaskIds.numbered(exchange);
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .map(
            state -> {
              Run run = run(state, ref.run());
              if (!run.has(ref.task())) {
                throw RunProblems.taskNotFound(ref).asException();
              }
              return Reply.json(
                  200,
                  Json.bytes(
                      StateRuns.details(
                          run, ref.task(), services.runs().dispatches().progress(workspace, ref))),
                  state.sequence());
            });
  }
}
