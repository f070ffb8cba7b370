package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
  "dependencies"
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
    List<Dependency> dependencies) {
  /** Copies lists and tags. */
  public Asset {
    owners = List.copyOf(owners);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    partitions = List.copyOf(partitions);
    dependencies = List.copyOf(dependencies);
  }

  /** Its partitions, ready to be worked with. */
  public PartitionSpec partitionSpec() {
    return PartitionSpec.ofSpecs(partitions);
  }
}
