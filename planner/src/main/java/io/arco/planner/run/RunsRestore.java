package io.arco.planner.run;

import io.arco.journal.Hash;
import io.arco.planner.run.RunRows.Head;
import io.arco.table.Row;
import io.arco.table.TableRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pcollections.IntTreePMap;

/** Runs from the rows of {@link RunTables#RESTORED}. */
public final class RunsRestore {
  private final TableRows rows;
  private final Map<String, Map<Integer, Hashed<Task>>> tasks = new HashMap<>();
  private final Map<String, Map<Integer, Hashed<Mark>>> marks = new HashMap<>();
  private final Map<String, RunDefinition> definitions = new HashMap<>();

  private RunsRestore(TableRows rows) {
    this.rows = rows;
  }

  /** The runs that these rows show. */
  public static Runs of(TableRows rows) {
    return new RunsRestore(rows).runs();
  }

  private Runs runs() {
    for (Row row : rows.rows(RunTables.STATE_DEFINITIONS)) {
      definitions.put(row.text(0), RunRows.definition(row));
    }
    for (Row row : rows.rows(RunTables.STATE_TASKS)) {
      tasks
          .computeIfAbsent(row.text(0), run -> new HashMap<>())
          .put((Integer) row.get(1), new Hashed<>(RunRows.parse(row.text(2), Task.class)));
    }
    for (Row row : rows.rows(RunTables.STATE_GROUPS)) {
      marks
          .computeIfAbsent(row.text(0), run -> new HashMap<>())
          .put((Integer) row.get(1), new Hashed<>(RunRows.parse(row.text(2), Mark.class)));
    }
    RunsEdit edit = new RunsEdit(null);
    edit.keys = keys();
    List<Materialization> made = new ArrayList<>();
    rows.rows(RunTables.PARTITIONS).forEach(row -> made.add(RunRows.partition(row)));
    edit.materializations = Materializations.of(made);
    for (Row row : rows.rows(RunTables.STATE_RUNS)) {
      edit.restore(run(row));
    }
    return new Runs(edit);
  }

  private Run run(Row row) {
    String id = row.text(0);
    return new RunEdit(
            RunRows.parse(row.text(1), Head.class),
            definitions.get(id),
            IntTreePMap.from(tasks.getOrDefault(id, Map.of())),
            IntTreePMap.from(marks.getOrDefault(id, Map.of())))
        .restored();
  }

  private RunKeys keys() {
    // There may be millions: none is held twice.
    return RunKeys.of(
        () -> rows.rows(RunTables.RUN_KEYS).stream().map(RunsRestore::key).iterator());
  }

  private static RunKey key(Row row) {
    return new RunKey(
        row.text(0), UUID.fromString(row.text(1)), new Hash(row.text(2)), (Instant) row.get(3));
  }
}
