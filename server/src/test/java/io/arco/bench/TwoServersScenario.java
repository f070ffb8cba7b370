package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.bench.HttpConnection.Response;
import io.arco.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Two servers on one store that know nothing of each other, and workers on both. */
final class TwoServersScenario implements Scenario {
  private static final int WORKERS = 32;
  private static final int TASKS_A_RUN = 1_000;
  private static final int RUNS = 5;
  private static final int MAX_TASK_MILLIS = 2_000;
  private static final long WAIT_MILLIS = 1_000;
  private static final long SEED = 5;

  @Override
  public String name() {
    return "two-servers";
  }

  @Override
  public String description() {
    return "5,000 tasks of 0 to 2 s, 32 workers on each of two servers: none lost, none twice";
  }

  @Override
  public Profile profile() {
    return Profile.FILE;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    Path store = lab.stores().fresh("two-servers");
    Path one = Files.createDirectories(lab.work().resolve("one"));
    Path two = Files.createDirectories(lab.work().resolve("two"));
    try (ServerProcess first = ServerProcess.onStore(one, Profile.FILE, store);
        ServerProcess second = ServerProcess.onStore(two, Profile.FILE, store);
        Clients here = new Clients(first.url(), WORKERS + 1);
        Clients there = new Clients(second.url(), WORKERS + 1)) {
      TaskLab.deployWide(here, TASKS_A_RUN);
      List<String> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        runs.add(Json.tree(here.send(TaskLab.newRun()).body().getBytes()).path("run").asText());
      }
      Tally tally = new Tally();
      long began = System.nanoTime();
      List<Future<Void>> working = new ArrayList<>();
      for (int i = 1; i <= WORKERS; i++) {
        working.add(new Worker(here, i, "one-" + i, tally).begin());
        working.add(new Worker(there, i, "two-" + i, tally).begin());
      }
      Clients.await(Future.all(working));
      double seconds = (System.nanoTime() - began) / 1e9;
      int again = attemptsBeyondOne(second, runs);
      return List.of(
          Measurement.of(name(), "done", tally.done.size(), "tasks").atLeast(RUNS * TASKS_A_RUN),
          Measurement.of(name(), "reported twice", tally.twice, "tasks").atMost(0),
          Measurement.of(name(), "declared lost", again, "attempts").atMost(0),
          Measurement.of(name(), "took", seconds, "s"),
          Measurement.of(name(), "by workers of the second server", tally.second, "tasks"));
    }
  }

  /** On a new connection: one that has been silent for long is closed. */
  private static int attemptsBeyondOne(ServerProcess server, List<String> runs) {
    int more = 0;
    try (Clients clients = new Clients(server.url(), 1)) {
      for (String run : runs) {
        more += attemptsBeyondOne(clients, run);
      }
    }
    return more;
  }

  private static int attemptsBeyondOne(Clients clients, String run) {
    JsonNode page =
        Json.tree(
            clients
                .send(HttpConnection.get("/api/v1/runs/" + run + "/tasks?pageSize=1000"))
                .body()
                .getBytes());
    int more = 0;
    for (JsonNode task : page.path("items")) {
      if (!task.path("state").asText().equals("SUCCEEDED")) {
        throw new IllegalStateException(task.toString());
      }
      more += task.path("attempts").asInt() - 1;
    }
    return more;
  }

  /** What all workers did. Thread-safe. */
  private static final class Tally {
    private final Set<String> done = new HashSet<>();
    private int twice;
    private int second;

    synchronized void add(String task, String worker) {
      if (!done.add(task)) {
        twice++;
      }
      if (worker.startsWith("two")) {
        second++;
      }
    }

    synchronized boolean isOver() {
      return done.size() >= RUNS * TASKS_A_RUN;
    }
  }

  /** A worker on a connection of its own. */
  private static final class Worker {
    private final Clients clients;
    private final int connection;
    private final String name;
    private final Tally tally;
    private final SplittableRandom random;
    private final Promise<Void> over = Promise.promise();

    Worker(Clients clients, int connection, String name, Tally tally) {
      this.clients = clients;
      this.connection = connection;
      this.name = name;
      this.tally = tally;
      this.random = new SplittableRandom(SEED + name.hashCode());
    }

    Future<Void> begin() {
      clients.onLoop(this::next);
      return over.future();
    }

    private void next() {
      if (tally.isOver()) {
        over.tryComplete();
        return;
      }
      clients
          .connection(connection)
          .send(TaskLab.poll(name, WAIT_MILLIS))
          .onFailure(over::tryFail)
          .onSuccess(
              leased -> {
                JsonNode task = TaskLab.task(leased);
                if (task.isMissingNode()) {
                  next();
                } else {
                  clients.later(1 + random.nextInt(MAX_TASK_MILLIS), () -> report(task));
                }
              });
    }

    private void report(JsonNode task) {
      clients
          .connection(connection)
          .send(TaskLab.completed(task, name))
          .onFailure(over::tryFail)
          .onSuccess(answer -> reported(task, answer));
    }

    private void reported(JsonNode task, Response answer) {
      if (answer.status() != 200) {
        over.tryFail(new IllegalStateException(answer.status() + " " + answer.text()));
        return;
      }
      tally.add(task.path("taskId").asText(), name);
      next();
    }
  }
}
