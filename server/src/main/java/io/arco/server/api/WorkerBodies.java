package io.arco.server.api;

import io.arco.planner.run.CheckResult;
import io.arco.planner.run.Input;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.Report;
import io.arco.planner.run.TaskError;
import io.arco.server.token.TaskToken;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/** What workers send, strictly read; what is null was not said. */
final class WorkerBodies {
  /** The longest id of a worker, in characters. */
  static final int WORKER_CHARACTERS = 255;

  /** The most kinds that a worker names. */
  static final int MAX_KINDS = 100;

  /** The longest kind. */
  static final int KIND_CHARACTERS = 63;

  /** The most tasks that are leased at once. */
  static final int MAX_TASKS = 100;

  /** The longest wait of a poll, in milliseconds. */
  static final long MAX_WAIT_MILLIS = 30_000;

  /** The longest message of a heartbeat, in characters. */
  static final int MESSAGE_CHARACTERS = 1_000;

  private WorkerBodies() {}

  /** Body of {@code leaseTasks}. */
  record LeaseRequest(String workerId, List<String> kinds, Integer maxTasks, Long waitMillis) {
    /** Itself, if it is within the bounds. */
    LeaseRequest checked() {
      checkWorker(workerId);
      Required.within("/maxTasks", Required.value("/maxTasks", maxTasks), 1, MAX_TASKS);
      Required.within("/waitMillis", Required.value("/waitMillis", waitMillis), 0, MAX_WAIT_MILLIS);
      if (kinds != null) {
        Required.within("/kinds", kinds.size(), 1, MAX_KINDS);
        for (int i = 0; i < kinds.size(); i++) {
          String kind = Required.value("/kinds/" + i, kinds.get(i));
          if (kind.isEmpty() || kind.length() > KIND_CHARACTERS) {
            throw Required.wrong("/kinds/" + i, "1 to " + KIND_CHARACTERS + " characters");
          }
        }
      }
      return this;
    }
  }

  /** Body of {@code startTask}. */
  record TaskStart(Integer attempt, UUID attemptId, String workerId) {
    /** Itself, if it is of the token's attempt. */
    TaskStart checked(TaskToken token) {
      checkAttempt(token, attempt, attemptId, workerId);
      return this;
    }
  }

  /** Body of {@code heartbeatTask}. */
  record TaskHeartbeat(
      Integer attempt, UUID attemptId, String workerId, Double progressPct, String message) {
    /** Itself, if it is of the token's attempt and within the bounds. */
    TaskHeartbeat checked(TaskToken token) {
      checkAttempt(token, attempt, attemptId, workerId);
      if (progressPct != null) {
        Required.within("/progressPct", progressPct, 0, 100);
      }
      if (message != null && message.length() > MESSAGE_CHARACTERS) {
        throw Required.wrong("/message", "at most " + MESSAGE_CHARACTERS + " characters");
      }
      return this;
    }
  }

  /** Body of {@code completeTask}; what the report says is judged where it is decided. */
  record TaskReport(
      Integer attempt,
      UUID attemptId,
      String workerId,
      Outcome outcome,
      List<Output> outputs,
      List<Input> inputs,
      List<CheckResult> checks,
      TaskError error,
      SortedMap<String, Double> metrics,
      String cancelledDuringPhase) {
    /** Itself, if it is of the token's attempt. */
    TaskReport checked(TaskToken token) {
      checkAttempt(token, attempt, attemptId, workerId);
      Required.value("/outcome", outcome);
      return this;
    }

    /** What it says of the attempt. */
    Report report() {
      return new Report(outcome, outputs, inputs, checks, error, metrics, cancelledDuringPhase);
    }
  }

  private static void checkAttempt(
      TaskToken token, Integer attempt, UUID attemptId, String workerId) {
    Required.within("/attempt", Required.value("/attempt", attempt), 1, Integer.MAX_VALUE);
    Required.value("/attemptId", attemptId);
    checkWorker(workerId);
    BearerTokens.check(token, attempt, attemptId);
  }

  private static void checkWorker(String workerId) {
    if (!RequestIds.isVisibleAscii(Required.value("/workerId", workerId), WORKER_CHARACTERS)) {
      throw Required.wrong("/workerId", "1 to " + WORKER_CHARACTERS + " visible ASCII characters");
    }
  }
}
