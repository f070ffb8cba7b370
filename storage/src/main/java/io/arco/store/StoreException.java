package io.arco.store;

/**
 * A store could not answer. Its text may name keys and hosts: it is for logs, never for callers.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the same call may go through later. */
  public enum Kind {
    /** Worth trying again: a timeout, a reset, an overloaded store. */
    TRANSIENT,
    /** Not worth trying again: access denied, a closed store, a key the store can't hold. */
    PERMANENT
  }

  private final Kind kind;

  /** A failure of this kind, with the cause where there is one. */
  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The failure of every call on a store that was closed. */
  public static StoreException closed() {
    return new StoreException(Kind.PERMANENT, "the store is closed", null);
  }

  /** Whether the same call may go through later. */
  public Kind kind() {
    return kind;
  }
}
