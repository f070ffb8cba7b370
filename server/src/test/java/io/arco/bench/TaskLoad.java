package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.bench.HttpConnection.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Workers of one event loop that do tasks of nothing, and who makes runs for them. */
final class TaskLoad {
  static final int IN_FLIGHT = 64;
  static final int TASKS_A_RUN = 1_000;
  private static final int AHEAD = 4_000;
  private static final long WAIT_MILLIS = 1_000;

  private final Clients clients;
  final Latencies latencies = new Latencies();
  private long made;
  long done;
  private long endNanos;

  TaskLoad(Clients clients) {
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
