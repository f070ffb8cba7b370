package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.runtime.Clock;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The callbacks of one attempt: keeps its token fresh, tries again what may go well later, and
 * knows when the attempt is not this worker's any more. Thread-safe; calls block.
 */
final class TaskCalls {
  /** How long one callback is tried again at most, in milliseconds. */
  static final long MAX_TRYING_MILLIS = 300_000;

  private final WorkerApi api;
  private final TaskLease lease;
  private final String worker;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private volatile String token;
  private volatile boolean lost;
  private volatile boolean reporting;
  private boolean givenUp;

  TaskCalls(WorkerApi api, TaskLease lease, String worker, Clock clock) {
    this.clock = clock;
    this.api = api;
    this.lease = lease;
    this.worker = worker;
    this.token = lease.taskToken();
  }

  /** The attempt has ended, or is another's: nothing may be published, nothing reported. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String why) {
      super(why);
    }
  }

  /** What the server said to {@code started} or a heartbeat: null, or why to stop. */
  record Acknowledged(String cancelReasonOrNull) {}

  /** Whether the server said that the attempt is not this worker's any more. */
  boolean isLost() {
    return lost;
  }

  /** Stops trying again: what fails now fails for good. */
  void giveUp() {
    lock.lock();
    try {
      givenUp = true;
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Acknowledged started() {
    return acknowledged(answer("started", body()));
  }

  /** A heartbeat that must be heard before anything goes on. */
  Acknowledged heartbeat(String message) {
    return acknowledged(answer("heartbeat", body().put("message", message)));
  }

  /** A heartbeat, once; what comes of it is known when it comes. */
  Acknowledged heartbeatOnce(String message) throws IOException {
    WorkerApi.Answer answer = api.post(url("heartbeat"), token, body().put("message", message));
    return answer.isTemporary() ? new Acknowledged(null) : acknowledged(answer);
  }

  /**
   * The report. It is repeated even if a heartbeat has been told meanwhile that the attempt is
   * over: by this very report, it may be, whose answer was lost.
   *
   * @param report fields beside those that say whose it is
   * @return the answer, which may be a refusal that leaves the attempt alive
   */
  WorkerApi.Answer completed(ObjectNode report) {
    reporting = true;
    return answer("completed", body().setAll(report));
  }

  /** A piece of the log; its answer. */
  WorkerApi.Answer log(int number, byte[] text) throws IOException {
    return api.putText(url("logs/" + number), token, text);
  }

  private String url(String call) {
    return lease.callbackBaseUrl() + "/api/v1/tasks/" + lease.taskId() + "/" + call;
  }

  private ObjectNode body() {
    return Json.MAPPER
        .createObjectNode()
        .put("attempt", lease.attempt())
        .put("attemptId", lease.attemptId())
        .put("workerId", worker);
  }

  private Acknowledged acknowledged(WorkerApi.Answer answer) {
    if (!answer.isSuccess()) {
      lost = true;
      throw new Lost(answer.problem());
    }
    JsonNode body = answer.body();
    token = body.path("taskToken").asText(token);
    return new Acknowledged(
        body.path("shouldCancel").asBoolean()
            ? body.path("cancelReason").asText("cancelled")
            : null);
  }

  /** The first answer that another try would not better. */
  private WorkerApi.Answer answer(String call, ObjectNode body) {
    Backoff backoff = new Backoff();
    long trying = clock.nanoTime();
    while (true) {
      String why;
      try {
        WorkerApi.Answer answer = api.post(url(call), token, body);
        if (!answer.isTemporary()) {
          return answer;
        }
        why = answer.problem();
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
      long triedMillis = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - trying);
      if (triedMillis > MAX_TRYING_MILLIS || !pause(backoff.nextMillis())) {
        lost = true;
        throw new Lost("the server can't be reached: " + why);
      }
    }
  }

  /** Waits; false if there is no point in trying again. */
  private boolean pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !isPointless()) {
        left = given.awaitNanos(left);
      }
      return !isPointless();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isPointless() {
    return givenUp || (lost && !reporting);
  }
}
