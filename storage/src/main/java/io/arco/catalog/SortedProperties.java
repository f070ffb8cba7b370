package io.arco.catalog;

import io.arco.store.Utf8Order;
import java.util.Collections;
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
}
