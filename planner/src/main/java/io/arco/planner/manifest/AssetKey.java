package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an asset: {@code namespace.name}. Ordered by that text.
 *
 * @param namespace what it belongs to
 * @param name its name there
 */
public record AssetKey(String namespace, String name) implements Comparable<AssetKey> {
  /** Namespaces and names, as a regular expression. */
  public static final String SEGMENT = "[a-z][a-z0-9_]{0,126}";

  private static final Pattern GRAMMAR = Pattern.compile(SEGMENT + "\\." + SEGMENT);

  /** The key of this text; nothing if it is none. */
  public static Optional<AssetKey> of(String text) {
    if (text == null || !GRAMMAR.matcher(text).matches()) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    return Optional.of(new AssetKey(text.substring(0, dot), text.substring(dot + 1)));
  }

  /**
   * The key of this text.
   *
   * @throws IllegalArgumentException if it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AssetKey parse(String text) {
    return of(text).orElseThrow(() -> new IllegalArgumentException("no key of an asset: " + text));
  }

  /** {@code namespace.name}. */
  @JsonValue
  public String text() {
    return namespace + "." + name;
  }

  @Override
  public int compareTo(AssetKey other) {
    // A dot is less than anything in a segment: part by part is the order of the whole.
    int order = namespace.compareTo(other.namespace);
    return order != 0 ? order : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return text();
  }
}
