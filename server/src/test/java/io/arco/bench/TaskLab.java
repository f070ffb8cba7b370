package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.bench.HttpConnection.Response;
import io.arco.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Manifests, runs, and what a worker sends, as bytes. */
final class TaskLab {
  static final String KIND = "noop";

  private TaskLab() {}

  /** Deploys a chain: each asset is made of the one before it. */
  static void deployChain(Clients clients, int length) {
    List<Map<String, Object>> assets = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Map<String, Object> asset = new LinkedHashMap<>();
      asset.put("key", "chain.t%04d".formatted(i));
      asset.put("kind", KIND);
      if (i > 0) {
        asset.put("dependencies", List.of(Map.of("asset", "chain.t%04d".formatted(i - 1))));
      }
      assets.add(asset);
    }
    clients.post("/api/v1/manifests", Map.of("assets", assets));
  }

  /** Deploys one asset of so many partitions, which wait for nothing. */
  static void deployWide(Clients clients, int partitions) {
    List<String> values = IntStream.range(0, partitions).mapToObj(i -> "p" + i).toList();
    Map<String, Object> dimension = Map.of("name", "p", "type", "static", "values", values);
    Map<String, Object> asset =
        Map.of("key", "wide.one", "kind", KIND, "partitions", List.of(dimension));
    clients.post("/api/v1/manifests", Map.of("assets", List.of(asset)));
  }

  /** A request for a run of everything, whether it is there or not. */
  static Buffer newRun() {
    return HttpConnection.post("/api/v1/runs", Json.bytes(Map.of("selection", "*", "mode", "ALL")));
  }

  /** A poll for one task. */
  static Buffer poll(String worker, long waitMillis) {
    return HttpConnection.post(
        "/api/v1/worker/leases",
        Json.bytes(
            Map.of(
                "workerId",
                worker,
                "kinds",
                List.of(KIND),
                "maxTasks",
                1,
                "waitMillis",
                waitMillis)));
  }

  /** The task that a poll was answered, or missing. */
  static JsonNode task(Response leased) {
    return Json.tree(leased.body().getBytes()).at("/leases/0");
  }

  /** Says that a task was done. */
  static Buffer completed(JsonNode task, String worker) {
    byte[] body =
        Json.bytes(
            Map.of(
                "attempt",
                task.path("attempt").asInt(),
                "attemptId",
                task.path("attemptId").asText(),
                "workerId",
                worker,
                "outcome",
                "SUCCEEDED"));
    return HttpConnection.post(
        "/api/v1/tasks/" + task.path("taskId").asText() + "/completed",
        body,
        "Authorization: Bearer " + task.path("taskToken").asText() + "\r\n");
  }
}
