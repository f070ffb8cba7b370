package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.PartitionSpec;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One asset in canonical form: lists are sorted, what was not said is null or empty. Its JSON is
 * part of a public format: fields are only ever added, null where they are not used.
 *
 * @param key its name
 * @param kind what makes it, as workers know it
 * @param group what it belongs to, or null
 * @param description what a person says about it, or null
 * @param owners sorted
 * @param tags sorted by name
 * @param codeVersion the version of what makes it, or null
 * @param table the table it makes, or null
 * @param partitions canonical, time first, then by name
 * @param dependencies by the upstream's key
 * @param retry how often and when tasks are tried again; null is {@link RetryPolicy#DEFAULT}
 * @param timeouts how long attempts may take; null is {@link Timeouts#DEFAULT}
 * @param checks by name; null is none
 * @param payload an object for the worker, its fields sorted; null is none
 */
@JsonPropertyOrder({
  "key",
  "kind",
  "group",
  "description",
  "owners",
  "tags",
  "codeVersion",
  "table",
  "partitions",
  "dependencies",
  "retry",
  "timeouts",
  "checks",
  "payload"
})
public record Asset(
    AssetKey key,
    String kind,
    String group,
    String description,
    List<String> owners,
    SortedMap<String, String> tags,
    String codeVersion,
    TableLink table,
    List<DimensionSpec> partitions,
    List<Dependency> dependencies,
    RetryPolicy retry,
    Timeouts timeouts,
    List<CheckSpec> checks,
    JsonNode payload) {
  /** Copies lists and tags. */
  public Asset {
    owners = List.copyOf(owners);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    partitions = List.copyOf(partitions);
    dependencies = List.copyOf(dependencies);
    checks = checks == null ? null : List.copyOf(checks);
  }

  /** Its partitions, ready to be worked with. */
  public PartitionSpec partitionSpec() {
    return PartitionSpec.ofSpecs(partitions);
  }

  /** How often and when its tasks are tried again. */
  public RetryPolicy retryPolicy() {
    return retry == null ? RetryPolicy.DEFAULT : retry;
  }

  /** How long attempts at its tasks may take. */
  public Timeouts timeoutsOrDefault() {
    return timeouts == null ? Timeouts.DEFAULT : timeouts;
  }

  /** Its checks, by name; empty if it has none. */
  public List<CheckSpec> checkList() {
    return checks == null ? List.of() : checks;
  }
}
