package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.bench.HttpConnection.Response;
import io.vertx.core.Future;
import java.util.List;

/** A chain of tasks: one worker reports, and another, who waits, is handed the next. */
final class HandOverScenario implements Scenario {
  private static final int TASKS = 1_000;
  private static final int WARM_UPS = 300;
  private static final long WAIT_MILLIS = 20_000;

  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public String description() {
    return "from sending that a task is done to its downstream in the hands of a waiting worker";
  }

  @Override
  public Profile profile() {
    return Profile.FILE;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    try (ServerProcess server = lab.emptyServer();
        Clients clients = new Clients(server.url(), 2)) {
      TaskLab.deployChain(clients, TASKS);
      clients.send(TaskLab.newRun());
      Latencies latencies = new Latencies();
      JsonNode task = TaskLab.task(clients.send(TaskLab.poll("w", WAIT_MILLIS)));
      for (int i = 1; i < TASKS; i++) {
        Future<Response> waiting = clients.sendOn(1, TaskLab.poll("w", WAIT_MILLIS));
        awaitPoll(clients);
        long began = System.nanoTime();
        Future<Response> reported = clients.sendOn(0, TaskLab.completed(task, "w"));
        task = TaskLab.task(Clients.await(waiting));
        long tookNanos = System.nanoTime() - began;
        if (Clients.await(reported).status() != 200 || task.isMissingNode()) {
          throw new IllegalStateException("the chain broke at task " + i);
        }
        if (i > WARM_UPS) {
          latencies.add(tookNanos);
        }
      }
      return List.of(
          Measurement.of(name(), "p50", latencies.millis(50), "ms").atMost(10),
          Measurement.of(name(), "p99", latencies.millis(99), "ms").atMost(50));
    }
  }

  /** Until the poll waits. */
  private static void awaitPoll(Clients clients) {
    while (StoreRequests.of(clients, "arco_dispatch_polls_waiting") < 1) {
      Thread.onSpinWait();
    }
  }
}
