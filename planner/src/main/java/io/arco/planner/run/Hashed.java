package io.arco.planner.run;

import io.arco.ledger.StateHash;
import java.util.function.Supplier;

/**
 * A value and its part of the state's hash, which is worked out when first asked for: most values
 * are replaced before anybody asks.
 */
final class Hashed<T> {
  private final T value;
  private StateHash hash;

  Hashed(T value) {
    this.value = value;
  }

  T value() {
    return value;
  }

  /** The hash; the same whoever works it out, so that threads need not agree who does. */
  StateHash hash(Supplier<StateHash> anew) {
    StateHash known = hash;
    if (known == null) {
      known = anew.get();
      hash = known;
    }
    return known;
  }
}
