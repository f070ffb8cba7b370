package io.arco.store;

import java.util.regex.Pattern;

/**
 * Whose workspace it is. 1 to 63 characters of {@code a-z 0-9 - _}, beginning with a letter or
 * digit.
 *
 * @param name the tenant's name
 */
public record Tenant(String name) {
  static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /**
   * @throws IllegalArgumentException if the name is not valid
   */
  public Tenant {
    if (!GRAMMAR.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "tenant must be 1 to 63 characters of a-z 0-9 - _ beginning with a letter or digit");
    }
  }
}
