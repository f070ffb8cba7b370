package io.arco.backup;

import io.arco.journal.CorruptObjectException;

/** An object that must be there is not: damage, unless garbage collection has moved on. */
final class VanishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String object;

  VanishedException(String object) {
    super(object + " is missing", null, false, false);
    this.object = object;
  }

  /** As damage. */
  CorruptObjectException damage() {
    return new CorruptObjectException(
        object, "it is missing, though it is named or has others after it");
  }
}
