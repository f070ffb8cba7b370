package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the state, for who explains it.
 *
 * @param runs all of them
 * @param run which
 */
record ToldState(Runs runs, Run run) implements Told {
  @Override
  public RunInfo info() {
    return run.info();
  }

  @Override
  public RunState state() {
    return run.state();
  }

  @Override
  public Stamp ended() {
    return run.ended();
  }

  @Override
  public CancelRequest cancel() {
    return run.cancel();
  }

  @Override
  public int count(TaskState state) {
    return run.count(state);
  }

  @Override
  public List<Integer> first(TaskState state) {
    int left = Math.min(Explanations.MAX_TASKS, run.count(state));
    List<Integer> first = new ArrayList<>(left);
    for (int task = 0; first.size() < left; task++) {
      if (run.task(task).state() == state) {
        first.add(task);
      }
    }
    return first;
  }

  @Override
  public Task task(int number) {
    return run.task(number);
  }

  @Override
  public String name(int number) {
    return run.definition().name(number);
  }

  @Override
  public Stamp firstReady(int number) {
    return run.firstReady(number);
  }

  @Override
  public Integer readyBy(int number) {
    return run.readyBy(number);
  }

  @Override
  public LiveAttempt heldBy(int number) {
    return runs.heldBy(run, number).orElse(null);
  }

  @Override
  public PastAttempt lastEnded() {
    for (Hashed<Task> task : run.touched().values()) {
      PastAttempt last = task.value().lastEnded();
      if (last != null && last.ended().sequence() == run.ended().sequence()) {
        return last;
      }
    }
    return null;
  }

  @Override
  public Unmet unmet(int number) {
    List<Integer> first = new ArrayList<>();
    int count = 0;
    int[] needs = run.definition().waitsFor(number);
    for (int i = 0; i < needs.length; i += 2) {
      for (int need = needs[i]; need < needs[i + 1]; need++) {
        if (!run.done().has(need)) {
          count++;
          if (first.size() < Explanations.MAX_TASKS) {
            first.add(need);
          }
        }
      }
    }
    return new Unmet(first, count);
  }
}
