package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** What one event does to all runs, and to what follows from them. Used once, by one thread. */
final class RunsEdit {
  TreePMap<UUID, Run> runs;
  RunKeys keys;
  ReadyTasks ready;
  Makers makers;
  TreePSet<Moment> live;
  TreePSet<Moment> retries;
  TreePSet<Moment> cancelling;
  TreePSet<Moment> finished;
  Materializations materializations;
  int unfinished;
  private final Map<UUID, RunEdit> edits = new LinkedHashMap<>();

  /** Of these; null is none. */
  RunsEdit(Runs before) {
    boolean isNew = before == null;
    runs = isNew ? TreePMap.empty() : before.byId();
    keys = isNew ? RunKeys.EMPTY : before.keys();
    ready = isNew ? ReadyTasks.EMPTY : before.ready();
    makers = isNew ? Makers.EMPTY : before.makers();
    live = isNew ? TreePSet.empty() : before.liveIndex();
    retries = isNew ? TreePSet.empty() : before.retryIndex();
    cancelling = isNew ? TreePSet.empty() : before.cancellingIndex();
    finished = isNew ? TreePSet.empty() : before.finishedIndex();
    materializations = isNew ? Materializations.EMPTY : before.materializations();
    unfinished = isNew ? 0 : before.unfinished();
  }

  /** A run to be edited. */
  RunEdit edit(UUID run) {
    return edits.computeIfAbsent(run, id -> new RunEdit(runs.get(id)));
  }

  /** Adds a run that is made. */
  void add(RunEdit run) {
    edits.put(run.info.id(), run);
    RunDefinition definition = run.definition;
    NewlyReady numbers = new NewlyReady();
    for (int i = 0; i < definition.assets().size(); i++) {
      String kind = definition.assets().get(i).kind();
      for (int task = definition.firstTask(i); task < definition.firstTask(i + 1); task++) {
        if (definition.groups().of(task) == RunDefinition.NO_GROUP) {
          numbers.add(kind, run.info.created().sequence(), task);
        }
      }
    }
    ready = numbers.addTo(ready, run.info.id());
  }

  /** Adds a run that rows show, and what follows from it. */
  void restore(Run run) {
    UUID id = run.id();
    runs = runs.plus(id, run);
    unfinished += run.unfinished();
    if (run.state().isFinal()) {
      finished = finished.plus(new Moment(run.ended().sequence(), id, 0));
      return;
    }
    if (run.cancel() != null) {
      cancelling = cancelling.plus(new Moment(run.cancel().requested().sequence(), id, 0));
    }
    NewlyReady numbers = new NewlyReady();
    for (int number = 0; number < run.tasks(); number++) {
      Task task = run.task(number);
      Moment since = new Moment(task.since().sequence(), id, number);
      switch (task.state()) {
        case READY -> numbers.add(run.definition().asset(number).kind(), since.sequence(), number);
        case RETRY_WAIT -> retries = retries.plus(since);
        case LEASED, RUNNING -> {
          live = live.plus(new Moment(task.live().extended().sequence(), id, number));
          makes(id, run.definition(), number);
        }
        default -> {
          // Nothing waits for it, and it waits for no time.
        }
      }
    }
    ready = numbers.addTo(ready, id);
  }

  /** A group of tasks is ready. */
  void ready(RunEdit run, int group, Stamp stamp) {
    int[] members = run.definition.groups().members(group);
    String kind = run.definition.asset(members[0]).kind();
    ready = ready.plus(kind, stamp.sequence(), run.info.id(), members);
  }

  /** A task is ready. */
  void ready(RunEdit run, int task, long sequence) {
    String kind = run.definition.asset(task).kind();
    ready = ready.plus(kind, sequence, run.info.id(), new int[] {task});
  }

  /** A task is ready no more. */
  void taken(RunEdit run, int task, Task before) {
    String kind = run.definition.asset(task).kind();
    ready = ready.minus(kind, before.since().sequence(), run.info.id(), task);
  }

  /** No task of a run is ready any more, nor waits to be tried again. */
  void takenAll(RunEdit run) {
    TreeSet<Long> sequences = new TreeSet<>();
    UUID id = run.info.id();
    sequences.add(run.info.created().sequence());
    run.marks.values().forEach(mark -> sequences.add(mark.value().at().sequence()));
    for (Map.Entry<Integer, Hashed<Task>> entry : run.touched.entrySet()) {
      Task task = entry.getValue().value();
      if (task.state() == TaskState.READY) {
        sequences.add(task.since().sequence());
      } else if (task.state() == TaskState.RETRY_WAIT) {
        retries = retries.minus(new Moment(task.since().sequence(), id, entry.getKey()));
      }
    }
    ready = ready.without(id, sequences);
  }

  private void makes(UUID run, RunDefinition definition, int task) {
    makers =
        makers.plus(
            definition.asset(task).asset(), definition.partition(task), new TaskRef(run, task));
  }

  /**
   * An attempt that lives was heard of by another commit than before: it began if there was none
   * before, and has ended if there is none now.
   */
  void heard(RunEdit run, int task, Attempt before, Attempt now) {
    UUID id = run.info.id();
    if (before != null) {
      live = live.minus(new Moment(before.extended().sequence(), id, task));
    } else {
      makes(id, run.definition, task);
    }
    if (now != null) {
      live = live.plus(new Moment(now.extended().sequence(), id, task));
    } else {
      RunDefinition definition = run.definition;
      makers =
          makers.minus(
              definition.asset(task).asset(), definition.partition(task), new TaskRef(id, task));
    }
  }

  /** All of it after the event. */
  Runs end(Stamp stamp) {
    for (RunEdit edit : edits.values()) {
      end(edit, stamp);
    }
    return new Runs(this);
  }

  private void end(RunEdit edit, Stamp stamp) {
    Run before = edit.before();
    Run after = edit.end(stamp);
    runs = runs.plus(after.id(), after);
    unfinished += after.unfinished() - (before == null ? 0 : before.unfinished());
    boolean hadEnded = before != null && before.state().isFinal();
    if (after.state().isFinal() && !hadEnded) {
      finished = finished.plus(new Moment(after.ended().sequence(), after.id(), 0));
      if (before != null && before.cancel() != null) {
        cancelling =
            cancelling.minus(new Moment(before.cancel().requested().sequence(), after.id(), 0));
      }
    } else if (after.state() == RunState.CANCELLING
        && (before == null || before.state() != RunState.CANCELLING)) {
      cancelling =
          cancelling.plus(new Moment(after.cancel().requested().sequence(), after.id(), 0));
    }
  }

  /** Runs leave. */
  void remove(UUID run) {
    Run gone = runs.get(run);
    runs = runs.minus(run);
    finished = finished.minus(new Moment(gone.ended().sequence(), run, 0));
  }
}
