package io.arco.gc;

import io.arco.gc.CollectionReport.Amount;
import java.util.EnumMap;
import java.util.Map;

/** Counts what goes, by kind. */
final class Tally {
  enum Kind {
    MANIFEST,
    KEPT_ADDED,
    KEPT_REMOVED,
    COMMIT,
    FILE,
    STRAY
  }

  private final Map<Kind, Amount> amounts = new EnumMap<>(Kind.class);

  void add(Kind kind, long bytes) {
    amounts.merge(kind, Amount.NONE.plus(bytes), (had, one) -> had.plus(bytes));
  }

  Amount of(Kind kind) {
    return amounts.getOrDefault(kind, Amount.NONE);
  }
}
