package io.arco.server.cli.shell;

import java.util.OptionalInt;

/**
 * One read-only query, and how it is meant.
 *
 * @param sql its text
 * @param tables which tables it may name
 * @param maxRows rows wanted at most; empty: the default of who answers
 * @param freshness which state the system tables show; only for {@link Tables#SYSTEM} without
 *     {@code asOfOrNull}
 * @param asOfOrNull a sequence, or an RFC 3339 time: everything as it was then; null: as it is
 */
public record Question(
    String sql, Tables tables, OptionalInt maxRows, Freshness freshness, String asOfOrNull) {
  /** Which tables a query may name. */
  public enum Tables {
    /** {@code system.*}. */
    SYSTEM,
    /** Registered ones too. */
    ALL
  }

  /** Which state the system tables show. */
  public enum Freshness {
    /** The last published snapshot. */
    PUBLISHED,
    /** Everything that was answered before. */
    LATEST
  }
}
