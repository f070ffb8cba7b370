package io.arco.planner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.lineage.LineageRows;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.manifest.RetryPolicy;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.RunsRestore;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Orchestration as rows of {@link OrchestrationTables}, and back. */
final class OrchestrationRows {
  private OrchestrationRows() {}

  /** The rows that a deployment changed. */
  static void deployed(OrchestrationState before, OrchestrationState after, RowSink sink) {
    sink.put(OrchestrationTables.MANIFESTS, row(after.current().orElseThrow()));
    for (long version : before.versions().keySet()) {
      if (!after.versions().containsKey(version)) {
        sink.remove(OrchestrationTables.MANIFESTS, RowKey.of(version));
      }
    }
    after.assetVersions().forEach((key, now) -> changed(before.definitions(key), now, sink));
    before
        .assetVersions()
        .forEach(
            (key, old) -> {
              if (after.definitions(key).isEmpty()) {
                changed(old, List.of(), sink);
              }
            });
  }

  private static void changed(List<AssetVersion> old, List<AssetVersion> now, RowSink sink) {
    if (old == now) {
      return;
    }
    for (AssetVersion definition : old) {
      if (now.stream().noneMatch(other -> other.fromVersion() == definition.fromVersion())) {
        String key = definition.asset().key().text();
        sink.remove(OrchestrationTables.ASSETS, RowKey.of(key, definition.fromVersion()));
      }
    }
    for (AssetVersion definition : now) {
      if (!old.contains(definition)) {
        sink.put(OrchestrationTables.ASSETS, row(definition));
      }
    }
  }

  /** The rows that a stored plan changed. */
  static void planned(StoredPlan plan, UUID dropped, RowSink sink) {
    sink.put(OrchestrationTables.PLANS, row(plan));
    if (dropped != null) {
      sink.remove(OrchestrationTables.PLANS, RowKey.of(dropped.toString()));
    }
  }

  private static Row row(ManifestVersion version) {
    return Row.of(
        version.version(),
        version.contentHash().hex(),
        version.codeVersion(),
        version.description(),
        version.assetCount(),
        version.deployedAt(),
        version.deployedBy());
  }

  private static Row row(AssetVersion definition) {
    Asset asset = definition.asset();
    TableLink table = asset.table();
    return Row.of(
        asset.key().text(),
        definition.fromVersion(),
        definition.toVersion(),
        asset.key().namespace(),
        asset.key().name(),
        asset.kind(),
        asset.group(),
        asset.description(),
        json(asset.owners()),
        asset.tags(),
        asset.codeVersion(),
        table == null ? null : table.catalog(),
        table == null ? null : table.schema(),
        table == null ? null : table.name(),
        json(asset.partitions()),
        json(asset.dependencies()),
        jsonOrNull(asset.retry()),
        jsonOrNull(asset.timeouts()),
        jsonOrNull(asset.checks()),
        jsonOrNull(asset.payload()));
  }

  private static Row row(StoredPlan plan) {
    return Row.of(
        plan.id().toString(),
        plan.manifestVersion(),
        plan.selection(),
        jsonOrNull(plan.partitions()),
        plan.logicalTime(),
        plan.fingerprint().hex(),
        plan.assets(),
        plan.tasks(),
        plan.skipped(),
        plan.createdAt(),
        plan.createdBy(),
        plan.mode() == null ? null : plan.mode().name());
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), UTF_8);
  }

  /** The state that these rows show. */
  static OrchestrationState restore(TableRows rows) {
    SortedMap<Long, ManifestVersion> versions = new TreeMap<>();
    for (Row row : rows.rows(OrchestrationTables.MANIFESTS)) {
      ManifestVersion version = version(row);
      versions.put(version.version(), version);
    }
    SortedMap<AssetKey, List<AssetVersion>> assets = new TreeMap<>();
    for (Row row : rows.rows(OrchestrationTables.ASSETS)) {
      AssetVersion definition = definition(row);
      assets.computeIfAbsent(definition.asset().key(), key -> new ArrayList<>()).add(definition);
    }
    SortedMap<UUID, StoredPlan> plans = new TreeMap<>();
    for (Row row : rows.rows(OrchestrationTables.PLANS)) {
      StoredPlan plan = plan(row);
      plans.put(plan.id(), plan);
    }
    return OrchestrationState.of(
        versions, assets, plans, RunsRestore.of(rows), LineageRows.restore(rows));
  }

  private static ManifestVersion version(Row row) {
    return new ManifestVersion(
        (Long) row.get(0),
        new Hash(row.text(1)),
        row.text(2),
        row.text(3),
        (Integer) row.get(4),
        (Instant) row.get(5),
        row.text(6));
  }

  @SuppressWarnings("unchecked") // the Java form of a STRING_MAP
  private static AssetVersion definition(Row row) {
    TableLink table =
        row.text(13) == null ? null : new TableLink(row.text(11), row.text(12), row.text(13));
    Asset asset =
        new Asset(
            AssetKey.parse(row.text(0)),
            row.text(5),
            row.text(6),
            row.text(7),
            parse(row.text(8), new TypeReference<List<String>>() {}),
            new TreeMap<>((Map<String, String>) row.get(9)),
            row.text(10),
            table,
            parse(row.text(14), new TypeReference<List<DimensionSpec>>() {}),
            parse(row.text(15), new TypeReference<List<Dependency>>() {}),
            parse(row.text(16), new TypeReference<RetryPolicy>() {}),
            parse(row.text(17), new TypeReference<Timeouts>() {}),
            parse(row.text(18), new TypeReference<List<CheckSpec>>() {}),
            parse(row.text(19), new TypeReference<JsonNode>() {}));
    return new AssetVersion(asset, (Long) row.get(1), (Long) row.get(2));
  }

  private static StoredPlan plan(Row row) {
    return new StoredPlan(
        UUID.fromString(row.text(0)),
        (Long) row.get(1),
        row.text(2),
        parse(row.text(3), new TypeReference<PartitionRequest>() {}),
        (Instant) row.get(4),
        new Hash(row.text(5)),
        (Integer) row.get(6),
        (Long) row.get(7),
        (Long) row.get(8),
        (Instant) row.get(9),
        row.text(10),
        row.text(11) == null ? null : PlanMode.valueOf(row.text(11)));
  }

  private static String jsonOrNull(Object value) {
    return value == null ? null : json(value);
  }

  private static <T> T parse(String json, TypeReference<T> type) {
    if (json == null) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of orchestration does not parse", e);
    }
  }
}
