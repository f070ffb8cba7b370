package io.arco.server.api;

import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.run.Run;
import io.arco.planner.run.Runs;
import io.arco.server.api.RunViews.RunView;
import io.arco.server.history.RunHistory;
import io.arco.server.history.SnapshotRows.Found;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Lists runs, the newest first: those in the state, and those that have left it.
 *
 * @param domain what runs are part of
 * @param history of those that have left
 */
record RunList(OrchestrationDomain domain, RunHistory history) {
  /** Runs in the state that one page looks at. */
  static final int MAX_LOOKED_AT = 10_000;

  /**
   * A piece of the list.
   *
   * @param runs at most as many as asked for
   * @param next the id behind which the next piece begins; null if there is none
   */
  record Piece(List<RunView> runs, String next) {}

  /** Runs, and the id of the last one that was looked at, or null for all. */
  private record Part(List<RunView> runs, String reached) {}

  /** The piece behind a run, or from the newest on. */
  Future<Piece> piece(
      Workspace workspace, WorkspaceState state, RunFilter filter, UUID before, int size) {
    Part here = inState(state, filter, before, size + 1);
    return inHistory(workspace, state, filter, before, size + 1)
        .map(gone -> merge(here, gone, size));
  }

  private Part inState(WorkspaceState state, RunFilter filter, UUID before, int limit) {
    List<RunView> found = new ArrayList<>();
    int looked = 0;
    for (Run run : state.of(domain).runs().runs(before, MAX_LOOKED_AT)) {
      looked++;
      if (filter.wants(run)) {
        found.add(StateRuns.view(run));
      }
      if (found.size() == limit || looked == MAX_LOOKED_AT) {
        return new Part(found, run.id().toString());
      }
    }
    return new Part(found, null);
  }

  private Future<Part> inHistory(
      Workspace workspace, WorkspaceState state, RunFilter filter, UUID before, int limit) {
    Runs runs = state.of(domain).runs();
    if (filter.asset() == null) {
      return history
          .runs(workspace, before, row -> isGone(runs, row) && filter.wants(row), limit)
          .map(found -> part(found, found.reached()));
    }
    return history
        .runsOf(workspace, filter.asset(), before, limit, state.sequence())
        .compose(
            ids -> {
              Set<String> wanted =
                  ids.rows().stream().map(row -> row.text(0)).collect(Collectors.toSet());
              return history
                  .runs(
                      workspace,
                      before,
                      row -> wanted.contains(row.text(0)) && isGone(runs, row) && filter.wants(row),
                      limit)
                  .map(found -> part(found, higher(found.reached(), ids.reached())));
            });
  }

  private static boolean isGone(Runs runs, Row row) {
    return runs.run(HistoryRuns.id(row)).isEmpty();
  }

  private static Part part(Found found, RowKey reached) {
    return new Part(
        found.rows().stream().map(HistoryRuns::run).toList(),
        reached == null ? null : (String) reached.values().get(0));
  }

  /** How far both have looked. */
  private static RowKey higher(RowKey a, RowKey b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Piece merge(Part here, Part gone, int size) {
    String reached = later(here.reached(), gone.reached());
    List<RunView> all = new ArrayList<>(here.runs());
    all.addAll(gone.runs());
    List<RunView> sorted =
        all.stream()
            .filter(run -> reached == null || run.id().toString().compareTo(reached) >= 0)
            .sorted(Comparator.comparing((RunView run) -> run.id().toString()).reversed())
            .toList();
    if (sorted.size() > size) {
      List<RunView> shown = sorted.subList(0, size);
      return new Piece(shown, shown.get(size - 1).id().toString());
    }
    return new Piece(sorted, reached);
  }

  private static String later(String a, String b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) > 0 ? a : b;
  }
}
