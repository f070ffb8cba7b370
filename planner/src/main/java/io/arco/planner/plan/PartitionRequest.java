package io.arco.planner.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which partitions a plan is asked for, as a caller says it; unchecked. Range and values hold
 * together; keys besides. All null is all partitions.
 *
 * @param from periods that end after this instant; null is all
 * @param to periods that begin before this instant; null is all
 * @param values values of static dimensions, by name
 * @param keys canonical texts of keys
 */
@JsonPropertyOrder({"from", "to", "values", "keys"})
public record PartitionRequest(
    String from, String to, SortedMap<String, List<String>> values, List<String> keys) {
  /** All partitions. */
  public static final PartitionRequest ALL = new PartitionRequest(null, null, null, null);

  /** Copies values and keys. */
  public PartitionRequest {
    values = values == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(values));
    keys = keys == null ? null : Collections.unmodifiableList(new ArrayList<>(keys));
  }
}
