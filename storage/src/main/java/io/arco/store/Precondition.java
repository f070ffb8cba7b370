package io.arco.store;

/** When a put may be applied. */
public sealed interface Precondition {
  /** Always. */
  Precondition NONE = new None();

  /** Only where there is no object. */
  Precondition ABSENT = new Absent();

  /** See {@link #NONE}. */
  record None() implements Precondition {}

  /** See {@link #ABSENT}. */
  record Absent() implements Precondition {}

  /**
   * Only over the object of this version.
   *
   * @param version the version that must be there
   */
  record Matches(Version version) implements Precondition {}
}
