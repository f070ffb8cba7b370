package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.ErrorCategory;
import java.io.IOException;

/** What a task asks the server beside its callbacks. Each is one call; blocks. */
final class Lookups {
  private final WorkerApi api;

  Lookups(WorkerApi api) {
    this.api = api;
  }

  /** As {@link Fence.Attempts#isOver}. */
  boolean isOver(String taskId, int attempt) {
    WorkerApi.Answer answer;
    try {
      answer = api.task(taskId);
    } catch (IOException e) {
      throw new TaskFailure(ErrorCategory.INFRASTRUCTURE, "the server can't be reached");
    }
    if (answer.isTemporary()) {
      throw new TaskFailure(
          ErrorCategory.INFRASTRUCTURE, TaskErrors.cut("task " + taskId + ": " + answer.problem()));
    }
    for (JsonNode one : answer.body().path("attempts")) {
      if (one.path("attempt").asInt() == attempt) {
        return one.has("endedAt");
      }
    }
    return false;
  }

  /**
   * The location of a registered table of Parquet files.
   *
   * @throws TaskFailure if there is none, or it can't be found out now
   */
  String location(TableLink table) {
    WorkerApi.Answer answer;
    try {
      answer = api.table(table);
    } catch (IOException e) {
      throw new TaskFailure(ErrorCategory.INFRASTRUCTURE, "the catalog can't be reached");
    }
    if (!answer.isSuccess()) {
      throw new TaskFailure(
          answer.isTemporary() ? ErrorCategory.INFRASTRUCTURE : ErrorCategory.CONFIGURATION,
          TaskErrors.cut("table " + table + ": " + answer.problem()));
    }
    if (!answer.body().path("format").asText().equals("parquet")
        || !answer.body().path("location").isTextual()) {
      throw new TaskFailure(
          ErrorCategory.CONFIGURATION,
          TaskErrors.cut("table " + table + " is not made of Parquet files"));
    }
    return answer.body().path("location").asText();
  }
}
