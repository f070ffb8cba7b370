package io.arco.catalog;

import io.arco.store.Utf8Order;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The one form of properties: sorted by the keys' UTF-8 bytes, unmodifiable, empty ones shared. */
final class SortedProperties {
  private static final SortedMap<String, String> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>(Utf8Order::compare));

  private SortedProperties() {}

  /** A copy; null is none. */
  static SortedMap<String, String> copyOf(Map<String, String> properties) {
    if (properties == null || properties.isEmpty()) {
      return NONE;
    }
    TreeMap<String, String> sorted = new TreeMap<>(Utf8Order::compare);
    properties.forEach((key, value) -> sorted.put(CommonTexts.shared(key), value));
    return Collections.unmodifiableSortedMap(sorted);
  }

  /** A copy of changes by key, in which null takes a key away; null if there are none. */
  static SortedMap<String, String> changes(Map<String, String> changes) {
    return changes == null || changes.isEmpty() ? null : copyOf(changes);
  }

  /** Properties after changes by key, in which null takes a key away; null changes are none. */
  static SortedMap<String, String> merged(
      SortedMap<String, String> properties, Map<String, String> changes) {
    if (changes == null) {
      return properties;
    }
    TreeMap<String, String> merged = new TreeMap<>(properties);
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(key, value);
          }
        });
    return copyOf(merged);
  }

  /** The changes that lead from one to the other, by key; null if there are none. */
  static SortedMap<String, String> between(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    Map<String, String> changes = new HashMap<>();
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> changes.put(key, null));
    after.forEach(
        (key, value) -> {
          if (!value.equals(before.get(key))) {
            changes.put(key, value);
          }
        });
    return changes(changes);
  }
}
