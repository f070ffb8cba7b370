package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.PartitionKey;
import io.arco.planner.partition.PartitionSpec;
import io.arco.planner.partition.PartitionValue;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Materialization;
import io.arco.planner.run.Output;
import io.arco.planner.run.Run;
import io.arco.planner.run.Work;
import io.arco.planner.run.WorkOrders;
import io.arco.server.token.TaskToken;
import io.arco.server.token.TaskTokens;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes of leases what workers get: all they need to know of a task, and the token that makes it
 * theirs.
 *
 * @param domain what runs are part of
 * @param tokens signs
 */
record Envelopes(OrchestrationDomain domain, TaskTokens tokens) {
  /** A token lives for so many times the longest silence that its attempt may keep. */
  static final int LIVES = 2;

  /** The shortest life of a token, in milliseconds. */
  static final long MIN_LIFE_MILLIS = 60_000;

  private static final long MILLIS_PER_SECOND = 1_000;

  /** A task as a worker gets it; the contract's {@code WorkerDispatchEnvelope}. */
  @JsonPropertyOrder({
    "tenantId",
    "workspaceId",
    "taskId",
    "taskKey",
    "runId",
    "attempt",
    "attemptId",
    "dispatchId",
    "asset",
    "kind",
    "partitionKey",
    "partition",
    "periods",
    "codeVersion",
    "table",
    "payload",
    "checks",
    "upstream",
    "upstreamTruncated",
    "labels",
    "logicalTime",
    "startTimeoutSec",
    "heartbeatTimeoutSec",
    "executionTimeoutSec",
    "callbackBaseUrl",
    "taskToken",
    "tokenExpiresAt"
  })
  record Envelope(
      String tenantId,
      String workspaceId,
      String taskId,
      String taskKey,
      UUID runId,
      int attempt,
      UUID attemptId,
      String dispatchId,
      AssetKey asset,
      String kind,
      String partitionKey,
      Map<String, String> partition,
      Map<String, TimeSpan> periods,
      String codeVersion,
      TableLink table,
      JsonNode payload,
      List<CheckSpec> checks,
      List<Upstream> upstream,
      boolean upstreamTruncated,
      Map<String, String> labels,
      Instant logicalTime,
      long startTimeoutSec,
      long heartbeatTimeoutSec,
      Long executionTimeoutSec,
      String callbackBaseUrl,
      String taskToken,
      Instant tokenExpiresAt) {}

  /** When a period of time begins and ends. */
  @JsonPropertyOrder({"start", "end"})
  record TimeSpan(Instant start, Instant end) {}

  /** What a worker is told of something upstream. */
  @JsonPropertyOrder({
    "asset",
    "partitionKey",
    "table",
    "version",
    "location",
    "format",
    "rowCount",
    "columns",
    "runId"
  })
  record Upstream(
      AssetKey asset,
      String partitionKey,
      TableLink table,
      String version,
      String location,
      String format,
      Long rowCount,
      List<Output.Column> columns,
      UUID runId) {
    static Upstream of(Materialization made) {
      Output output = made.output();
      return output == null
          ? new Upstream(
              made.asset(), key(made.partition()), null, null, null, null, null, null, made.run())
          : new Upstream(
              made.asset(),
              key(made.partition()),
              output.table(),
              output.version(),
              output.location(),
              output.format(),
              output.rowCount(),
              output.columns(),
              made.run());
    }
  }

  /** A signed token, and when it ends. */
  record Signed(String text, Instant expiresAt) {}

  /** Envelopes of leases that are live in a state; those that are not any more are left out. */
  List<Envelope> of(
      Workspace workspace, WorkspaceState state, List<Lease> leases, String callbackBaseUrl) {
    OrchestrationState orchestration = state.of(domain);
    List<Envelope> envelopes = new ArrayList<>();
    for (Lease lease : leases) {
      Optional<Run> run = orchestration.runs().run(lease.run());
      if (run.isPresent()) {
        Work work = WorkOrders.of(orchestration, run.get(), lease.task());
        envelopes.add(envelope(workspace, lease, work, callbackBaseUrl));
      }
    }
    return envelopes;
  }

  private Envelope envelope(Workspace workspace, Lease lease, Work work, String callbackBaseUrl) {
    Asset asset = work.asset();
    Timeouts timeouts = asset.timeoutsOrDefault();
    String taskId = lease.ref().text();
    Signed token =
        sign(workspace, lease.run(), lease.task(), lease.attempt(), lease.attemptId(), timeouts);
    return new Envelope(
        workspace.tenant().name(),
        workspace.name(),
        taskId,
        work.run().definition().name(lease.task()),
        lease.run(),
        lease.attempt(),
        lease.attemptId(),
        taskId + "." + lease.attempt(),
        asset.key(),
        asset.kind(),
        key(work.partition()),
        plain(work.partition()),
        periods(asset, work.partition()),
        work.codeVersion(),
        asset.table(),
        asset.payload(),
        asset.checkList(),
        work.upstream().stream().map(Upstream::of).toList(),
        work.upstreamTruncated(),
        work.run().info().labels(),
        work.run().info().logicalTime(),
        seconds(timeouts.startMillis()),
        seconds(timeouts.heartbeatMillis()),
        timeouts.executionMillis().isPresent()
            ? seconds(timeouts.executionMillis().getAsLong())
            : null,
        callbackBaseUrl,
        token.text(),
        token.expiresAt());
  }

  /** A token of an attempt that may be silent for so long. */
  Signed sign(
      Workspace workspace, UUID run, int task, int attempt, UUID attemptId, Timeouts timeouts) {
    long silentMillis = Math.max(timeouts.startMillis(), timeouts.heartbeatMillis());
    Instant expiresAt = tokens.expiry(Math.max(MIN_LIFE_MILLIS, LIVES * silentMillis));
    TaskToken token = TaskToken.of(workspace, run, task, attempt, attemptId, expiresAt);
    return new Signed(tokens.sign(token), expiresAt);
  }

  private static String key(String partition) {
    return partition.isEmpty() ? null : partition;
  }

  /** The values of a key as a person would write them; null if there are none. */
  private static Map<String, String> plain(String partition) {
    if (partition.isEmpty()) {
      return null;
    }
    SortedMap<String, String> values = new TreeMap<>();
    PartitionKey.parse(partition)
        .values()
        .forEach(
            (dimension, value) -> {
              if (value instanceof PartitionValue.Text text) {
                values.put(dimension, text.value());
              } else if (!(value instanceof PartitionValue.Null)) {
                values.put(dimension, value.text().substring(2));
              }
            });
    return values;
  }

  /** The period of each dimension of time; null if there are none. */
  private static Map<String, TimeSpan> periods(Asset asset, String partition) {
    // Without the others, whose values may be many.
    List<DimensionSpec> ofTime =
        asset.partitions().stream().filter(dimension -> dimension.grain() != null).toList();
    if (ofTime.isEmpty()) {
      return null;
    }
    return PartitionSpec.ofSpecs(ofTime)
        .periodOf(PartitionKey.parse(partition))
        .map(period -> Map.of(period.dimension(), new TimeSpan(period.start(), period.end())))
        .orElse(null);
  }

  private static long seconds(long millis) {
    return (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
  }
}
