package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.bench.HttpConnection.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Tasks that are done as soon as they are leased, 64 at a time. */
final class TasksScenario implements Scenario {
  private static final int IN_FLIGHT = 64;
  private static final int TASKS_A_RUN = 1_000;
  private static final int AHEAD = 4_000;
  private static final int WARM_UP_SECONDS = 15;
  private static final int SECONDS = 60;
  private static final long WAIT_MILLIS = 1_000;
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String description() {
    return "no-op tasks, 64 leases in flight, 60 s: tasks/s, journal puts a task, heap, CPU";
  }

  @Override
  public Profile profile() {
    return Profile.FILE;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), IN_FLIGHT + 1)) {
      TaskLab.deployWide(clients, TASKS_A_RUN);
      new Load(clients).run(WARM_UP_SECONDS);
      server.collectGarbage();
      double heapBefore = StoreRequests.heapBytes(clients);
      StoreRequests before = StoreRequests.of(clients);
      double serverCpu = server.cpuMillis();
      double ownCpu = ownCpuMillis();
      Load load = new Load(clients);
      double seconds = load.run(SECONDS);
      serverCpu = server.cpuMillis() - serverCpu;
      ownCpu = ownCpuMillis() - ownCpu;
      StoreRequests requests = StoreRequests.of(clients).since(before);
      server.collectGarbage();
      double heapAfter = StoreRequests.heapBytes(clients);
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
          Measurement.of(name(), "heap after warm-up, collected", heapBefore / MIB, "MiB"),
          Measurement.of(name(), "heap at the end, collected", heapAfter / MIB, "MiB"),
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

  /** Workers of one event loop, and who makes runs for them. */
  private static final class Load {
    private final Clients clients;
    private final Latencies latencies = new Latencies();
    private long made;
    private long done;
    private long endNanos;

    Load(Clients clients) {
      this.clients = clients;
    }

    /** Works for so long; answers how long it was. */
    double run(int seconds) {
      long began = System.nanoTime();
      endNanos = began + seconds * 1_000_000_000L;
      List<Future<Void>> loops = new ArrayList<>();
      Promise<Void> making = Promise.promise();
      clients.onLoop(() -> make(making));
      loops.add(making.future());
      for (int i = 1; i <= IN_FLIGHT; i++) {
        int connection = i;
        Promise<Void> working = Promise.promise();
        clients.onLoop(() -> work(connection, working));
        loops.add(working.future());
      }
      Clients.await(Future.all(loops));
      return (System.nanoTime() - began) / 1e9;
    }

    private boolean isOver() {
      return System.nanoTime() - endNanos >= 0;
    }

    private void make(Promise<Void> over) {
      if (isOver()) {
        over.complete();
      } else if (made - done >= AHEAD) {
        clients.later(5, () -> make(over));
      } else {
        made += TASKS_A_RUN;
        clients
            .connection(0)
            .send(TaskLab.newRun())
            .onFailure(over::fail)
            .onSuccess(
                answer -> {
                  check(answer, 201);
                  make(over);
                });
      }
    }

    private void work(int connection, Promise<Void> over) {
      if (isOver()) {
        over.complete();
        return;
      }
      long began = System.nanoTime();
      String worker = "w" + connection;
      clients
          .connection(connection)
          .send(TaskLab.poll(worker, WAIT_MILLIS))
          .compose(
              leased -> {
                check(leased, 200);
                JsonNode task = TaskLab.task(leased);
                return task.isMissingNode()
                    ? Future.<Response>succeededFuture()
                    : clients.connection(connection).send(TaskLab.completed(task, worker));
              })
          .onFailure(over::fail)
          .onSuccess(
              answer -> {
                if (answer != null) {
                  check(answer, 200);
                  done++;
                  latencies.add(System.nanoTime() - began);
                }
                work(connection, over);
              });
    }

    private static void check(Response response, int status) {
      if (response.status() != status) {
        throw new IllegalStateException(response.status() + " " + response.text());
      }
    }
  }
}
