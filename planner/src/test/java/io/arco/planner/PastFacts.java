package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.PastRun;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunTables;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Holds what rows explain of runs that have ended against what the state did. */
final class PastFacts {
  private final LocalOrchestration local;
  private final Map<UUID, List<Explanation>> explained = new HashMap<>();

  PastFacts(LocalOrchestration local) {
    this.local = local;
  }

  /** Every run that has ended is explained alike by state and rows, also once it left the state. */
  void check(Set<String> seen) {
    for (Run run : local.state.runs().all()) {
      if (run.state().isFinal()) {
        List<Explanation> all = new ArrayList<>(List.of(Explanations.run(local.state.runs(), run)));
        for (int task = 0; task < run.tasks(); task++) {
          all.add(Explanations.task(local.state.runs(), run, task));
        }
        explained.put(run.id(), all);
        all.forEach(one -> one.links().forEach(link -> seen.add("past " + link.fact())));
      }
    }
    explained.forEach((run, all) -> assertEquals(all, ofRows(run.toString())));
  }

  private List<Explanation> ofRows(String id) {
    Row run = rows(RunTables.RUNS, id).get(0);
    List<Row> tasks = rows(RunTables.TASKS, id);
    List<Row> attempts = rows(RunTables.ATTEMPTS, id);
    Set<Integer> told = new PastRun(run, tasks, List.of()).told();
    List<Row> toldOf = attempts.stream().filter(row -> told.contains(number(row))).toList();
    List<Explanation> all = new ArrayList<>();
    all.add(Explanations.run(new PastRun(run, tasks, toldOf)));
    for (Row task : tasks) {
      Set<Integer> needed = new HashSet<>(List.of(number(task)));
      if (PastRun.cause(task) != null) {
        needed.add(PastRun.cause(task));
      }
      PastRun past =
          new PastRun(
              run,
              tasks.stream().filter(row -> needed.contains(number(row))).toList(),
              attempts.stream().filter(row -> needed.contains(number(row))).toList());
      all.add(Explanations.task(past, number(task)));
    }
    return all;
  }

  private List<Row> rows(TableDefinition table, String run) {
    return local.rows.rows(table).stream().filter(row -> row.text(0).equals(run)).toList();
  }

  private static int number(Row row) {
    return (Integer) row.get(1);
  }
}
