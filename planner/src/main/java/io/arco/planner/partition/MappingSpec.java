package io.arco.planner.partition;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which keys of an upstream asset a key needs, as a manifest describes it: unchecked as it comes,
 * or in canonical form.
 *
 * @param type see {@link Type}; null is identity
 * @param from of a window, its first period counted from the key's own: -2 is two before
 * @param to of a window, its last period
 * @param dimensions by the upstream's dimension, the one of the downstream that gives it its value,
 *     or {@value #ANY}: all its values; what is not named is given by the one of the same name
 */
@JsonPropertyOrder({"type", "from", "to", "dimensions"})
public record MappingSpec(
    String type, Integer from, Integer to, SortedMap<String, String> dimensions) {
  /** The same key. */
  public static final MappingSpec IDENTITY = of(Type.IDENTITY);

  /** All values of the upstream's dimension. */
  public static final String ANY = "*";

  /** The kinds of mappings. */
  public enum Type {
    /** The same period and the same values. */
    IDENTITY,
    /** Every key. */
    ALL,
    /** The newest period, and the same values. */
    LATEST,
    /** Some periods around the same one, and the same values. */
    WINDOW,
    /** The shorter periods that begin in this one, and the same values. */
    ROLLUP,
    /** The longer period in which this one begins, and the same values. */
    FANOUT;

    /** As it stands in JSON. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Copies the dimensions; null and none are the same. */
  public MappingSpec {
    dimensions =
        dimensions == null || dimensions.isEmpty()
            ? null
            : Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
  }

  /** A mapping of this type and nothing else. */
  public static MappingSpec of(Type type) {
    return new MappingSpec(type.text(), null, null, null);
  }

  /** A window. */
  public static MappingSpec window(int from, int to) {
    return new MappingSpec(Type.WINDOW.text(), from, to, null);
  }

  /** The same with these dimensions. */
  public MappingSpec with(Map<String, String> pairs) {
    return new MappingSpec(type, from, to, new TreeMap<>(pairs));
  }

  /** Its type, or null if it has none that there is. */
  public Type kind() {
    if (type == null) {
      return Type.IDENTITY;
    }
    for (Type known : Type.values()) {
      if (known.text().equals(type)) {
        return known;
      }
    }
    return null;
  }

  /** What gives an upstream's dimension its value: a name of the downstream's, or any. */
  String sourceOf(String dimension) {
    String source = dimensions == null ? null : dimensions.get(dimension);
    return source == null ? dimension : source;
  }
}
