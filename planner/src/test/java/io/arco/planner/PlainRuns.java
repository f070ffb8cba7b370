package io.arco.planner;

import io.arco.journal.Hash;
import io.arco.planner.run.Lease;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunState;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Runs as a person would keep them: every task an object, nothing shared, everything looked at. */
final class PlainRuns {
  final Map<UUID, PlainRun> runs = new LinkedHashMap<>();

  /** A task. */
  static final class PlainTask {
    final int number;
    final RunAsset asset;
    final String partition;
    final List<Integer> needs = new ArrayList<>();
    TaskState state = TaskState.BLOCKED;
    long since;
    int attempt;
    UUID attemptId;
    long extended;
    boolean started;
    Integer cause;
    Hash lastReport;
    Long retryAfter;

    PlainTask(int number, RunAsset asset, String key) {
      this.number = number;
      this.asset = asset;
      this.partition = asset.asset() + "[" + key + "]";
    }
  }

  /** A run. */
  static final class PlainRun {
    final UUID id;
    final List<PlainTask> tasks = new ArrayList<>();
    boolean cancelled;
    boolean evicted;
    RunState state = RunState.RUNNING;
    long ended;

    PlainRun(UUID id, List<RunAsset> assets, long sequence) {
      this.id = id;
      List<Integer> first = new ArrayList<>();
      for (RunAsset asset : assets) {
        first.add(tasks.size());
        for (int i = 0; i < asset.keys().size(); i++) {
          PlainTask task = new PlainTask(tasks.size(), asset, asset.keys().get(i));
          for (RunAsset.Upstream upstream : asset.upstream()) {
            addNeeds(task, i, upstream, first.get(upstream.asset()));
          }
          task.since = sequence;
          tasks.add(task);
        }
      }
      wake(sequence);
      end(sequence);
    }

    private static void addNeeds(PlainTask task, int place, RunAsset.Upstream upstream, int base) {
      if (upstream.ranges() == null) {
        task.needs.add(base + place);
        return;
      }
      int before = 0;
      for (int[] line : upstream.ranges().lines()) {
        if (place >= before && place < before + line[0]) {
          for (int at = 1; at < line.length; at += 2) {
            for (int need = line[at]; need < line[at + 1]; need++) {
              task.needs.add(base + need);
            }
          }
        }
        before += line[0];
      }
    }

    /** Whatever waits for nothing any more is ready. */
    void wake(long sequence) {
      for (PlainTask task : tasks) {
        if (task.state == TaskState.BLOCKED
            && task.needs.stream().allMatch(n -> tasks.get(n).state == TaskState.SUCCEEDED)) {
          task.state = TaskState.READY;
          task.since = sequence;
        }
      }
    }

    void skipBehind(int failed, long sequence) {
      boolean again = true;
      while (again) {
        again = false;
        for (PlainTask task : tasks) {
          if (task.state == TaskState.BLOCKED
              && task.needs.stream()
                  .anyMatch(
                      n -> n == failed || Integer.valueOf(failed).equals(tasks.get(n).cause))) {
            task.state = TaskState.SKIPPED;
            task.since = sequence;
            task.cause = failed;
            again = true;
          }
        }
      }
    }

    void end(long sequence) {
      if (state.isFinal() || tasks.stream().anyMatch(task -> !task.state.isFinal())) {
        return;
      }
      EnumSet<TaskState> states = EnumSet.noneOf(TaskState.class);
      tasks.forEach(task -> states.add(task.state));
      if (cancelled && states.contains(TaskState.CANCELLED)) {
        state = RunState.CANCELLED;
      } else {
        state = states.contains(TaskState.FAILED) ? RunState.FAILED : RunState.SUCCEEDED;
      }
      ended = sequence;
    }

    void cancel(long sequence) {
      cancelled = true;
      state = RunState.CANCELLING;
      for (PlainTask task : tasks) {
        if (!task.state.isFinal() && !task.state.isLive()) {
          task.state = TaskState.CANCELLED;
          task.since = sequence;
        }
      }
      end(sequence);
    }

    /** A live attempt ends. */
    void ended(PlainTask task, TaskState to, Long retryAfter, Hash report, long sequence) {
      task.state = cancelled && to != TaskState.SUCCEEDED ? TaskState.CANCELLED : to;
      task.since = sequence;
      task.lastReport = report;
      task.retryAfter = task.state == TaskState.RETRY_WAIT ? retryAfter : null;
      if (task.state == TaskState.SUCCEEDED && !cancelled) {
        wake(sequence);
      } else if (task.state == TaskState.FAILED) {
        skipBehind(task.number, sequence);
      }
      end(sequence);
    }
  }

  /** Runs that are in the state. */
  List<PlainRun> there() {
    return runs.values().stream().filter(run -> !run.evicted).toList();
  }

  /** The tasks that are ready, in the order in which they are to be leased. */
  private List<PlainTask> waiting(List<String> kinds, Map<PlainTask, TaskRef> refs) {
    for (PlainRun run : there()) {
      for (PlainTask task : run.tasks) {
        if (task.state == TaskState.READY && kinds.contains(task.asset.kind())) {
          refs.put(task, new TaskRef(run.id, task.number));
        }
      }
    }
    List<PlainTask> waiting = new ArrayList<>(refs.keySet());
    waiting.sort(Comparator.<PlainTask>comparingLong(task -> task.since).thenComparing(refs::get));
    return waiting;
  }

  /** How many tasks are ready, whoever is at their partitions. */
  int waiting(List<String> kinds) {
    return waiting(kinds, new HashMap<>()).size();
  }

  /** The tasks that may be leased together, in order: nobody is at their partitions. */
  List<TaskRef> ready(List<String> kinds) {
    Set<String> made = new HashSet<>();
    for (PlainRun run : there()) {
      run.tasks.stream().filter(task -> task.state.isLive()).forEach(it -> made.add(it.partition));
    }
    Map<PlainTask, TaskRef> refs = new HashMap<>();
    List<TaskRef> ready = new ArrayList<>();
    for (PlainTask task : waiting(kinds, refs)) {
      if (made.add(task.partition)) {
        ready.add(refs.get(task));
      }
    }
    return ready;
  }

  void leased(List<Lease> leases, long sequence) {
    for (Lease lease : leases) {
      PlainTask task = task(lease.ref());
      task.state = TaskState.LEASED;
      task.since = sequence;
      task.attempt++;
      task.attemptId = lease.attemptId();
      task.extended = sequence;
      task.started = false;
    }
  }

  PlainTask task(TaskRef ref) {
    return runs.get(ref.run()).tasks.get(ref.task());
  }
}
