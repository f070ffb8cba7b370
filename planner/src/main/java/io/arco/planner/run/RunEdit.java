package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntConsumer;
import org.pcollections.IntTreePMap;

/** What one event does to one run. Used once, by one thread. */
final class RunEdit {
  final RunInfo info;
  final RunDefinition definition;
  RunState state;
  Stamp ended;
  CancelRequest cancel;
  IntTreePMap<Hashed<Task>> touched;
  IntTreePMap<Hashed<Mark>> marks;
  TaskBits done;
  IntTreePMap<int[]> watchers;
  TaskCounts counts;
  private final Run before;

  /** Of a run that is there. */
  RunEdit(Run run) {
    before = run;
    info = run.info();
    definition = run.definition();
    state = run.state();
    ended = run.ended();
    cancel = run.cancel();
    touched = run.touched();
    marks = run.marks();
    done = run.done();
    watchers = run.watchers();
    counts = run.counts().copy();
  }

  /** Of a run that is made. */
  RunEdit(RunInfo info, RunDefinition definition) {
    this.before = null;
    this.info = info;
    this.definition = definition;
    state = RunState.RUNNING;
    touched = IntTreePMap.empty();
    marks = IntTreePMap.empty();
    done = TaskBits.none(definition.tasks());
    watchers = IntTreePMap.empty();
    counts = new TaskCounts();
    for (int task = 0; task < definition.tasks(); task++) {
      boolean waits = definition.groups().of(task) != RunDefinition.NO_GROUP;
      counts.add(waits ? TaskState.BLOCKED : TaskState.READY, 1);
    }
  }

  /** Of a run that rows show. */
  RunEdit(
      RunRows.Head head,
      RunDefinition definition,
      IntTreePMap<Hashed<Task>> touched,
      IntTreePMap<Hashed<Mark>> marks) {
    this.before = null;
    this.info = head.info();
    this.definition = definition;
    this.state = head.state();
    this.ended = head.ended();
    this.cancel = head.cancel();
    this.touched = touched;
    this.marks = marks;
    this.done = TaskBits.none(definition.tasks());
    this.watchers = IntTreePMap.empty();
    this.counts = new TaskCounts();
  }

  /** The run that rows show: what follows from them is worked out. */
  Run restored() {
    TaskBits.Builder succeeded = new TaskBits.Builder(definition.tasks());
    Run shown = new Run(this);
    for (int task = 0; task < definition.tasks(); task++) {
      TaskState at = shown.task(task).state();
      counts.add(at, 1);
      if (at == TaskState.SUCCEEDED) {
        succeeded.add(task);
      }
    }
    done = succeeded.build();
    TaskGroups groups = definition.groups();
    for (int group = 0; group < groups.count(); group++) {
      int unmet = groups.lastUnmet(group, done);
      if (unmet >= 0 && unmet != groups.lastNeed(group)) {
        watch(unmet, group);
      }
    }
    return new Run(this);
  }

  /** Where a task stands. */
  Task task(int number) {
    Hashed<Task> task = touched.get(number);
    return task != null ? task.value() : before.task(number);
  }

  /** A task goes on from one value to another. */
  void move(int number, Task from, Task to) {
    counts.move(from.state(), to.state(), 1);
    touched = touched.plus(number, new Hashed<>(to));
  }

  /**
   * A task has succeeded: groups that waited for nothing else are ready, unless the run is to be
   * cancelled.
   *
   * @param ready takes the groups
   */
  void succeeded(int number, Stamp stamp, IntConsumer ready) {
    done = done.plus(number);
    int[] moved = watchers.get(number);
    watchers = watchers.minus(number);
    look(number, definition.groups().watchers(number), stamp, ready);
    if (moved != null) {
      look(number, moved, stamp, ready);
    }
  }

  private void look(int number, int[] groups, Stamp stamp, IntConsumer ready) {
    for (int group : groups) {
      int unmet = definition.groups().lastUnmet(group, done);
      if (unmet >= 0) {
        watch(unmet, group);
      } else if (cancel == null && marks.get(group) == null) {
        mark(group, new Mark(false, number, stamp), TaskState.READY);
        ready.accept(group);
      }
    }
  }

  /** Lets a group look at a task. */
  void watch(int task, int group) {
    int[] others = watchers.get(task);
    int[] all = others == null ? new int[1] : Arrays.copyOf(others, others.length + 1);
    all[all.length - 1] = group;
    watchers = watchers.plus(task, all);
  }

  private void mark(int group, Mark mark, TaskState to) {
    counts.move(TaskState.BLOCKED, to, definition.groups().size(group));
    marks = marks.plus(group, new Hashed<>(mark));
  }

  /** A task has failed for good: all that waits for it, near or far, is skipped. */
  void failed(int number, Stamp stamp) {
    if (cancel != null) {
      return;
    }
    TaskGroups groups = definition.groups();
    BitSet lost = new BitSet();
    lost.set(number);
    // Groups ascend with their tasks, and tasks stand behind all they wait for.
    for (int group = groups.firstBehind(number); group < groups.count(); group++) {
      if (marks.get(group) == null && groups.needsAny(group, lost)) {
        mark(group, new Mark(true, number, stamp), TaskState.SKIPPED);
        for (int member : groups.members(group)) {
          lost.set(member);
        }
      }
    }
  }

  /** The run is to be cancelled: what has no live attempt is, at once. */
  void cancelled(CancelRequest request) {
    cancel = request;
    state = RunState.CANCELLING;
    IntTreePMap<Hashed<Task>> all = touched;
    for (Map.Entry<Integer, Hashed<Task>> entry : all.entrySet()) {
      Task task = entry.getValue().value();
      if (task.state() == TaskState.READY || task.state() == TaskState.RETRY_WAIT) {
        move(entry.getKey(), task, task.in(TaskState.CANCELLED, request.requested()));
      }
    }
    counts.move(TaskState.BLOCKED, TaskState.CANCELLED, counts.of(TaskState.BLOCKED));
    counts.move(TaskState.READY, TaskState.CANCELLED, counts.of(TaskState.READY));
  }

  /** The run after it; ended, if this was its last task. */
  Run end(Stamp stamp) {
    if (counts.unfinished() == 0 && !state.isFinal()) {
      ended = stamp;
      if (cancel != null && counts.of(TaskState.CANCELLED) > 0) {
        state = RunState.CANCELLED;
      } else {
        state = counts.of(TaskState.FAILED) > 0 ? RunState.FAILED : RunState.SUCCEEDED;
      }
    }
    return new Run(this);
  }

  /** The run before it, or null. */
  Run before() {
    return before;
  }
}
