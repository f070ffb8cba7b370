package io.arco.bench;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Tasks that are done as soon as they are leased, 64 at a time. */
final class TasksScenario implements Scenario {
  private static final int WARM_UP_SECONDS = 15;
  private static final int SECONDS = 60;

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String description() {
    return "no-op tasks, 64 leases in flight, 60 s: tasks/s, journal puts a task, CPU";
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
      new TaskLoad(clients).run(WARM_UP_SECONDS);
      StoreRequests before = StoreRequests.of(clients);
      double serverCpu = server.cpuMillis();
      double ownCpu = ownCpuMillis();
      TaskLoad load = new TaskLoad(clients);
      double seconds = load.run(SECONDS);
      serverCpu = server.cpuMillis() - serverCpu;
      ownCpu = ownCpuMillis() - ownCpu;
      StoreRequests requests = StoreRequests.of(clients).since(before);
      return List.of(
          Measurement.of(name(), "throughput", load.done / seconds, "tasks/s").atLeast(1_000),
          Measurement.of(
                  name(),
                  "journal puts a task",
                  requests.journalPuts() / (double) load.done,
                  "puts")
              .atMost(0.2),
          Measurement.of(name(), "all puts a task", requests.puts() / (double) load.done, "puts"),
          Measurement.of(name(), "lease and report, p50", load.latencies.millis(50), "ms"),
          Measurement.of(name(), "lease and report, p99", load.latencies.millis(99), "ms"),
          Measurement.of(name(), "CPU of the server", serverCpu / seconds / 1_000, "cores"),
          Measurement.of(name(), "CPU of the harness", ownCpu / seconds / 1_000, "cores"),
          Measurement.of(
              name(), "harness' share of both", 100 * ownCpu / (ownCpu + serverCpu), "%"));
    }
  }

  private static double ownCpuMillis() {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e6;
  }
}
