package io.arco.planner.partition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which partition of an asset: a value for each of its dimensions. Its canonical text is {@code
 * dimension=tag:value}, joined by {@code ,}, dimensions sorted; the empty text is the one key of
 * what is not partitioned. Ordered by that text.
 *
 * @param values by dimension
 */
public record PartitionKey(SortedMap<String, PartitionValue> values)
    implements Comparable<PartitionKey> {
  /** The one key of an asset without dimensions. */
  public static final PartitionKey NONE = new PartitionKey(new TreeMap<>());

  /** The longest text, in characters. */
  public static final int MAX_LENGTH = 1_024;

  /** Names of dimensions. */
  public static final Pattern DIMENSION = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** Copies the values. */
  public PartitionKey {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    for (String name : values.keySet()) {
      if (!DIMENSION.matcher(name).matches()) {
        throw new IllegalArgumentException("no name of a dimension: " + name);
      }
    }
  }

  /** A key of these values. */
  public static PartitionKey of(Map<String, PartitionValue> values) {
    return new PartitionKey(new TreeMap<>(values));
  }

  /**
   * Reads a canonical text.
   *
   * @throws IllegalArgumentException if it is not one; the message says why
   */
  public static PartitionKey parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    if (text.isEmpty()) {
      return NONE;
    }
    TreeMap<String, PartitionValue> values = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("each part is dimension=tag:value");
      }
      String name = part.substring(0, equals);
      if (!values.isEmpty() && values.lastKey().compareTo(name) >= 0) {
        throw new IllegalArgumentException("dimensions stand sorted, each once");
      }
      values.put(name, PartitionValue.parse(part.substring(equals + 1)));
    }
    return new PartitionKey(values);
  }

  /** The canonical text. */
  @JsonValue
  public String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
        .collect(Collectors.joining(","));
  }

  @Override
  public int compareTo(PartitionKey other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }
}
