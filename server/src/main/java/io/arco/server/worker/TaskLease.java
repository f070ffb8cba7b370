package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.manifest.TableLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this worker reads of a {@code WorkerDispatchEnvelope}; what else is in it is passed over, so
 * that servers may say more.
 *
 * @param taskId stands in the paths of callbacks
 * @param taskKey what people call it
 * @param runId of which run
 * @param attempt from 1
 * @param attemptId a UUID of version 7
 * @param asset {@code namespace.name}
 * @param partitionKey canonical text, empty if there is none
 * @param periods of each dimension of time, when its period begins and ends
 * @param codeVersion or empty
 * @param table what it makes, or null
 * @param payload of the manifest, an object; missing if there is none
 * @param checks what must hold
 * @param upstream what it is made from, as far as it was made
 * @param upstreamTruncated whether there is more
 * @param labels of the run
 * @param logicalTime an instant as text
 * @param heartbeatTimeoutSec the longest silence
 * @param executionTimeoutSec how long it may take; 0: as long as it takes
 * @param callbackBaseUrl where callbacks go
 * @param taskToken the first token
 */
record TaskLease(
    String taskId,
    String taskKey,
    String runId,
    int attempt,
    String attemptId,
    String asset,
    String partitionKey,
    Map<String, Period> periods,
    String codeVersion,
    TableLink table,
    JsonNode payload,
    List<CheckSpec> checks,
    List<Upstream> upstream,
    boolean upstreamTruncated,
    Map<String, String> labels,
    String logicalTime,
    long heartbeatTimeoutSec,
    long executionTimeoutSec,
    String callbackBaseUrl,
    String taskToken) {

  /** A period, as texts of instants; the end is not in it. */
  record Period(String start, String end) {}

  /**
   * Something it is made from.
   *
   * @param partitionKey canonical text, empty if there is none
   * @param table or null
   * @param version or null
   * @param location or null
   * @param format or null
   */
  record Upstream(
      String asset,
      String partitionKey,
      TableLink table,
      String version,
      String location,
      String format) {}

  /**
   * Reads an envelope.
   *
   * @throws IllegalArgumentException if it is not what the protocol says
   */
  static TaskLease of(JsonNode envelope) {
    List<Upstream> upstream = new ArrayList<>();
    for (JsonNode entry : envelope.path("upstream")) {
      upstream.add(
          new Upstream(
              text(entry, "asset"),
              entry.path("partitionKey").asText(""),
              table(entry.path("table")),
              entry.path("version").asText(null),
              entry.path("location").asText(null),
              entry.path("format").asText(null)));
    }
    List<CheckSpec> checks = new ArrayList<>();
    for (JsonNode check : envelope.path("checks")) {
      checks.add(Json.MAPPER.convertValue(check, CheckSpec.class));
    }
    Map<String, String> labels = new TreeMap<>();
    envelope
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new TaskLease(
        text(envelope, "taskId"),
        text(envelope, "taskKey"),
        text(envelope, "runId"),
        envelope.path("attempt").asInt(),
        text(envelope, "attemptId"),
        text(envelope, "asset"),
        envelope.path("partitionKey").asText(""),
        periods(envelope.path("periods")),
        envelope.path("codeVersion").asText(""),
        table(envelope.path("table")),
        envelope.path("payload"),
        List.copyOf(checks),
        List.copyOf(upstream),
        envelope.path("upstreamTruncated").asBoolean(),
        labels,
        text(envelope, "logicalTime"),
        Math.max(1, envelope.path("heartbeatTimeoutSec").asLong()),
        envelope.path("executionTimeoutSec").asLong(),
        text(envelope, "callbackBaseUrl"),
        text(envelope, "taskToken"));
  }

  private static Map<String, Period> periods(JsonNode object) {
    Map<String, Period> periods = new TreeMap<>();
    object
        .properties()
        .forEach(
            period ->
                periods.put(
                    period.getKey(),
                    new Period(text(period.getValue(), "start"), text(period.getValue(), "end"))));
    return periods;
  }

  private static String text(JsonNode object, String field) {
    if (!object.path(field).isTextual()) {
      throw new IllegalArgumentException("no " + field + " in what the server leased");
    }
    return object.path(field).asText();
  }

  private static TableLink table(JsonNode table) {
    return table.isObject()
        ? new TableLink(text(table, "catalog"), text(table, "schema"), text(table, "name"))
        : null;
  }
}
