package io.arco.store;

/**
 * One workspace of one tenant: the unit that has a journal, and across which nothing is shared.
 *
 * @param tenant whose it is
 * @param name 1 to 63 characters of {@code a-z 0-9 - _}, beginning with a letter or digit
 */
public record Workspace(Tenant tenant, String name) {
  /**
   * @throws IllegalArgumentException if the name is not valid
   */
  public Workspace {
    if (!Tenant.GRAMMAR.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "workspace must be 1 to 63 characters of a-z 0-9 - _ beginning with a letter or digit");
    }
  }

  /** Parses both names. */
  public static Workspace of(String tenant, String name) {
    return new Workspace(new Tenant(tenant), name);
  }
}
