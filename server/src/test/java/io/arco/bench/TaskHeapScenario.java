package io.arco.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The heap while tasks are done for minutes: finished runs stay in the state for a minute, so the
 * first round is none of those compared.
 */
final class TaskHeapScenario implements Scenario {
  private static final int ROUNDS = 6;
  private static final int SECONDS = 60;
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "task-heap";
  }

  @Override
  public String description() {
    return "the same load for seven minutes: the heap, collected, after each";
  }

  @Override
  public Profile profile() {
    return Profile.FILE;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), TaskLoad.IN_FLIGHT + 1)) {
      TaskLab.deployWide(clients, TaskLoad.TASKS_A_RUN);
      new TaskLoad(clients).run(SECONDS);
      List<Measurement> measured = new ArrayList<>();
      double[] heaps = new double[ROUNDS];
      long done = 0;
      for (int i = 0; i < ROUNDS; i++) {
        TaskLoad load = new TaskLoad(clients);
        load.run(SECONDS);
        done += load.done;
        server.collectGarbage();
        heaps[i] = StoreRequests.heapBytes(clients) / MIB;
        measured.add(Measurement.of(name(), "heap after minute " + (i + 2), heaps[i], "MiB"));
      }
      measured.add(Measurement.of(name(), "tasks done meanwhile", done, "tasks"));
      measured.add(
          Measurement.of(
                  name(), "highest of the last three, of the first three", growth(heaps), "×")
              .atMost(1.1));
      return measured;
    }
  }

  private static double growth(double[] heaps) {
    double before = 0;
    double after = 0;
    for (int i = 0; i < ROUNDS / 2; i++) {
      before = Math.max(before, heaps[i]);
      after = Math.max(after, heaps[ROUNDS / 2 + i]);
    }
    return after / before;
  }
}
