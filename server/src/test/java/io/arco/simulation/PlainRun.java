package io.arco.simulation;

import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One run as a list of tasks, each with the set of those it still waits for. */
final class PlainRun {
  final UUID id;
  boolean cancelled;
  private final List<Task> tasks = new ArrayList<>();

  /** A task. */
  static final class Task {
    final int number;
    final String partition;
    final Set<Integer> waits = new HashSet<>();
    final List<PlainRuns.Attempt> past = new ArrayList<>();
    TaskState state;
    PlainRuns.Attempt live;

    Task(int number, String partition) {
      this.number = number;
      this.partition = partition;
    }

    @Override
    public String toString() {
      return "task " + number + " is " + state + " after " + past.size() + " attempts";
    }
  }

  PlainRun(RunCreated event) {
    this.id = event.id();
    List<Integer> first = new ArrayList<>();
    for (RunAsset asset : event.assets()) {
      first.add(tasks.size());
      int from = tasks.size();
      asset
          .keys()
          .forEach(key -> tasks.add(new Task(tasks.size(), asset.asset() + "[" + key + "]")));
      for (RunAsset.Upstream upstream : asset.upstream()) {
        wait(from, asset.keys().size(), first.get(upstream.asset()), upstream);
      }
    }
    tasks.forEach(task -> task.state = task.waits.isEmpty() ? TaskState.READY : TaskState.BLOCKED);
  }

  private void wait(int from, int count, int firstUpstream, RunAsset.Upstream upstream) {
    if (upstream.ranges() == null) {
      for (int i = 0; i < count; i++) {
        tasks.get(from + i).waits.add(firstUpstream + i);
      }
      return;
    }
    int next = from;
    for (int[] line : upstream.ranges().lines()) {
      for (int i = 0; i < line[0]; i++, next++) {
        for (int range = 1; range < line.length; range += 2) {
          for (int place = line[range]; place < line[range + 1]; place++) {
            tasks.get(next).waits.add(firstUpstream + place);
          }
        }
      }
    }
  }

  int tasks() {
    return tasks.size();
  }

  Task task(int number) {
    return tasks.get(number);
  }

  boolean isOver() {
    return tasks.stream().allMatch(task -> task.state.isFinal());
  }

  /** What a failed attempt leaves its task in. */
  TaskState failed(Long retryAfterMillis) {
    if (cancelled) {
      return TaskState.CANCELLED;
    }
    return retryAfterMillis == null ? TaskState.FAILED : TaskState.RETRY_WAIT;
  }

  /** What the end of a task does to the others. */
  void after(Task ended) {
    if (ended.state == TaskState.SUCCEEDED) {
      for (Task task : tasks) {
        if (task.waits.remove(ended.number)
            && task.waits.isEmpty()
            && task.state == TaskState.BLOCKED) {
          task.state = TaskState.READY;
        }
      }
    } else if (ended.state == TaskState.FAILED) {
      skipBehind(ended.number);
    }
  }

  private void skipBehind(int number) {
    for (Task task : tasks) {
      if (task.state == TaskState.BLOCKED && task.waits.contains(number)) {
        task.state = TaskState.SKIPPED;
        skipBehind(task.number);
      }
    }
  }

  void cancel() {
    cancelled = true;
    for (Task task : tasks) {
      if (!task.state.isFinal() && !task.state.isLive()) {
        task.state = TaskState.CANCELLED;
      }
    }
  }

  @Override
  public String toString() {
    return "run " + id + (cancelled ? " cancelled " : " ") + tasks;
  }
}
