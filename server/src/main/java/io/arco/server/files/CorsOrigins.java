package io.arco.server.files;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The origins whose pages may read files of snapshots.
 *
 * @param origins as browsers send them, or {@code *} for any
 */
public record CorsOrigins(Set<String> origins) {
  private static final String ANY = "*";
  private static final Pattern GRAMMAR =
      Pattern.compile("[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[a-z0-9.-]+)(:[0-9]{1,5})?");

  /**
   * Reads origins, which are apart by white space.
   *
   * @throws IllegalArgumentException if one is none
   */
  public static CorsOrigins parse(String text) {
    Set<String> origins = new LinkedHashSet<>();
    if (!text.isBlank()) {
      origins.addAll(Arrays.asList(text.strip().split("\\s+")));
    }
    for (String origin : origins) {
      if (!origin.equals(ANY) && !GRAMMAR.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "must hold origins like https://app.example.org, or * alone");
      }
    }
    if (origins.contains(ANY) && origins.size() > 1) {
      throw new IllegalArgumentException("must not hold * beside others");
    }
    return new CorsOrigins(origins);
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return origins.isEmpty();
  }

  /** What pages of an origin are told, or null if they may not read. */
  public String allowed(String origin) {
    if (origins.contains(ANY)) {
      return ANY;
    }
    return origins.contains(origin) ? origin : null;
  }
}
