package io.arco.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.journal.Commit;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.json.Json;
import io.arco.ledger.CommitPage;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.run.PastAttempt;
import io.arco.planner.run.Run;
import io.arco.server.api.RunViews.AttemptView;
import io.arco.server.api.RunViews.TaskDetails;
import io.arco.server.history.RunHistory;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What attempts of a task reported, which the state does not hold: from the rows of the newest
 * snapshot, and from the commits of those that ended since.
 */
final class TaskReports {
  /** Commits read for one answer: a snapshot is seldom behind by more than one attempt. */
  private static final int MAX_COMMITS = 16;

  private static final String COMPLETED = "TaskCompleted";

  private final ApiServices services;
  private final RunHistory history;

  TaskReports(ApiServices services) {
    this.services = services;
    this.history = services.runs().history();
  }

  /** The same details, with what attempts that have ended reported. */
  Future<TaskDetails> add(Workspace workspace, Run run, int task, TaskDetails details) {
    List<PastAttempt> reported =
        run.task(task).past().stream().filter(past -> past.reportHash() != null).toList();
    return reported.isEmpty()
        ? Future.succeededFuture(details)
        : ofRows(workspace, run, task)
            .compose(known -> ofCommits(workspace, run, task, reported, known))
            .map(known -> with(details, known));
  }

  /** What the newest snapshot tells, by attempt. */
  private Future<Map<Integer, AttemptView>> ofRows(Workspace workspace, Run run, int task) {
    return history
        .attempts(workspace, run.id(), task)
        .compose(
            attempts ->
                attempts.isEmpty()
                    ? Future.succeededFuture(Map.of())
                    : history
                        .checks(workspace, run.id(), task)
                        .map(checks -> ended(attempts, checks)));
  }

  private static Map<Integer, AttemptView> ended(List<Row> attempts, List<Row> checks) {
    Map<Integer, AttemptView> known = new HashMap<>();
    for (AttemptView view : HistoryRuns.attempts(attempts, checks)) {
      if (view.endedSequence() != null) {
        known.put(view.attempt(), view);
      }
    }
    return known;
  }

  private Future<Map<Integer, AttemptView>> ofCommits(
      Workspace workspace,
      Run run,
      int task,
      List<PastAttempt> reported,
      Map<Integer, AttemptView> known) {
    List<PastAttempt> missing =
        reported.stream().filter(past -> !known.containsKey(past.number())).toList();
    if (missing.isEmpty()) {
      return Future.succeededFuture(known);
    }
    List<PastAttempt> newest =
        missing.subList(Math.max(0, missing.size() - MAX_COMMITS), missing.size());
    return services
        .workspaces()
        .open(workspace)
        .compose(
            ledger ->
                Future.all(
                    newest.stream()
                        .map(past -> ledger.commits(past.ended().sequence() - 1, 1))
                        .toList()))
        .map(
            pages -> {
              Map<Integer, AttemptView> all = new HashMap<>(known);
              for (int i = 0; i < newest.size(); i++) {
                PastAttempt past = newest.get(i);
                Commit commit = pages.<CommitPage>resultAt(i).commits().get(0);
                all.put(past.number(), of(past, report(commit, run, task, past.number())));
              }
              return all;
            });
  }

  private static TaskCompleted report(Commit commit, Run run, int task, int attempt) {
    for (CommittedCommand command : commit.commands()) {
      for (CommittedEvent event : command.events()) {
        if (event.type().equals(COMPLETED)) {
          TaskCompleted report = decode(event);
          if (report.run().equals(run.id())
              && report.task() == task
              && report.attempt() == attempt) {
            return report;
          }
        }
      }
    }
    throw new IllegalStateException("no report in commit " + commit.header().sequence());
  }

  private static TaskCompleted decode(CommittedEvent event) {
    try {
      return Json.MAPPER.treeToValue(event.data(), TaskCompleted.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttemptView of(PastAttempt past, TaskCompleted report) {
    return StateRuns.view(past).reporting(report.outputs(), report.checks(), report.metrics());
  }

  private static TaskDetails with(TaskDetails details, Map<Integer, AttemptView> known) {
    List<AttemptView> attempts = new ArrayList<>();
    for (AttemptView view : details.attempts()) {
      AttemptView said = known.get(view.attempt());
      attempts.add(
          said == null ? view : view.reporting(said.outputs(), said.checks(), said.metrics()));
    }
    return new TaskDetails(details.task(), attempts, details.waitsFor());
  }
}
