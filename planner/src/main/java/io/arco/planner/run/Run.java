package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pcollections.IntTreePMap;

/**
 * A run and its tasks, as a value. Tasks that no attempt was made at are not held one by one: where
 * they stand follows from their group and from whether the run is to be cancelled.
 */
public final class Run {
  private final RunInfo info;
  private final RunDefinition definition;
  private final RunState state;
  private final Stamp ended;
  private final CancelRequest cancel;
  private final IntTreePMap<Hashed<Task>> touched;
  private final IntTreePMap<Hashed<Mark>> marks;
  private final TaskBits done;
  private final IntTreePMap<int[]> watchers;
  private final TaskCounts counts;
  private volatile StateHash hash;

  Run(RunEdit edit) {
    this.info = edit.info;
    this.definition = edit.definition;
    this.state = edit.state;
    this.ended = edit.ended;
    this.cancel = edit.cancel;
    this.touched = edit.touched;
    this.marks = edit.marks;
    this.done = edit.done;
    this.watchers = edit.watchers;
    this.counts = edit.counts;
  }

  /** Its id. */
  public UUID id() {
    return info.id();
  }

  /** What does not change about it. */
  public RunInfo info() {
    return info;
  }

  /** Its tasks and what they wait for. */
  public RunDefinition definition() {
    return definition;
  }

  /** Where it stands. */
  public RunState state() {
    return state;
  }

  /** When it ended, or null. */
  public Stamp ended() {
    return ended;
  }

  /** That it is to be cancelled, or null. */
  public CancelRequest cancel() {
    return cancel;
  }

  /** How many tasks it has. */
  public int tasks() {
    return definition.tasks();
  }

  /** Whether it has a task of this number. */
  public boolean has(int task) {
    return task >= 0 && task < tasks();
  }

  /** How many of its tasks are in a state. */
  public int count(TaskState state) {
    return counts.of(state);
  }

  /** How many of its tasks are not final. */
  public int unfinished() {
    return counts.unfinished();
  }

  /**
   * Where a task stands.
   *
   * @throws IndexOutOfBoundsException if there is none of this number
   */
  public Task task(int number) {
    if (!has(number)) {
      throw new IndexOutOfBoundsException(number);
    }
    Hashed<Task> task = touched.get(number);
    return task != null ? task.value() : untouched(number);
  }

  private Task untouched(int number) {
    Mark mark = mark(number);
    if (mark != null && mark.skipped()) {
      return new Task(TaskState.SKIPPED, mark.at(), null, List.of(), mark.by());
    }
    if (cancel != null) {
      return Task.untouched(TaskState.CANCELLED, cancel.requested());
    }
    if (mark != null) {
      return Task.untouched(TaskState.READY, mark.at());
    }
    boolean waits = definition.groups().of(number) != RunDefinition.NO_GROUP;
    return Task.untouched(waits ? TaskState.BLOCKED : TaskState.READY, info.created());
  }

  /**
   * When a task became ready for the first time, or null.
   *
   * @throws IndexOutOfBoundsException if there is none of this number
   */
  public Stamp firstReady(int number) {
    if (definition.groups().of(number) == RunDefinition.NO_GROUP) {
      return info.created();
    }
    Mark mark = mark(number);
    return mark == null || mark.skipped() ? null : mark.at();
  }

  /** The task whose success made a task ready, or null. */
  Integer readyBy(int number) {
    Mark mark = mark(number);
    return mark == null || mark.skipped() ? null : Integer.valueOf(mark.by());
  }

  /**
   * When a task became ready for an attempt, from 1, that has been made; see {@link #firstReady}.
   */
  Stamp readyFor(int number, int attempt) {
    return attempt == 1 ? firstReady(number) : task(number).past().get(attempt - 2).released();
  }

  /** Its attempts that live, by task. Looks at every task that an attempt was made at. */
  public List<LiveAttempt> liveAttempts() {
    List<LiveAttempt> live = new ArrayList<>();
    touched.forEach(
        (number, task) -> {
          if (task.value().live() != null) {
            live.add(new LiveAttempt(id(), number, task.value().live()));
          }
        });
    return live;
  }

  /** What became of the group of a task, or null. */
  Mark mark(int number) {
    int group = definition.groups().of(number);
    Hashed<Mark> mark = group == RunDefinition.NO_GROUP ? null : marks.get(group);
    return mark == null ? null : mark.value();
  }

  IntTreePMap<Hashed<Task>> touched() {
    return touched;
  }

  IntTreePMap<Hashed<Mark>> marks() {
    return marks;
  }

  TaskBits done() {
    return done;
  }

  IntTreePMap<int[]> watchers() {
    return watchers;
  }

  TaskCounts counts() {
    return counts;
  }

  /** The hash of all of it; worked out when first asked for. */
  StateHash hash() {
    StateHash known = hash;
    if (known == null) {
      known = head();
      for (Map.Entry<Integer, Hashed<Task>> entry : touched.entrySet()) {
        Hashed<Task> task = entry.getValue();
        known = known.plus(task.hash(() -> hashOf(entry.getKey(), task.value())));
      }
      for (Map.Entry<Integer, Hashed<Mark>> entry : marks.entrySet()) {
        Hashed<Mark> mark = entry.getValue();
        known = known.plus(mark.hash(() -> hashOf(entry.getKey(), mark.value())));
      }
      hash = known;
    }
    return known;
  }

  /** The same, computed anew. */
  StateHash recomputeHash() {
    StateHash sum = head();
    for (Map.Entry<Integer, Hashed<Task>> entry : touched.entrySet()) {
      sum = sum.plus(hashOf(entry.getKey(), entry.getValue().value()));
    }
    for (Map.Entry<Integer, Hashed<Mark>> entry : marks.entrySet()) {
      sum = sum.plus(hashOf(entry.getKey(), entry.getValue().value()));
    }
    return sum;
  }

  @JsonPropertyOrder({"info", "state", "ended", "cancel", "definition"})
  private record Head(
      RunInfo info, RunState state, Stamp ended, CancelRequest cancel, Hash definition) {}

  @JsonPropertyOrder({"run", "number", "task"})
  private record TaskEntry(UUID run, int number, Task task) {}

  @JsonPropertyOrder({"run", "group", "mark"})
  private record MarkEntry(UUID run, int group, Mark mark) {}

  private StateHash head() {
    Head head = new Head(info, state, ended, cancel, definition.hash());
    return StateHash.of("orchestration.run", Json.bytes(head));
  }

  private StateHash hashOf(int number, Task task) {
    return StateHash.of("orchestration.task", Json.bytes(new TaskEntry(id(), number, task)));
  }

  private StateHash hashOf(int group, Mark mark) {
    return StateHash.of("orchestration.group", Json.bytes(new MarkEntry(id(), group, mark)));
  }
}
