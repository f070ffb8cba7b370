package io.arco.ledger;

/**
 * How fresh a read must be.
 *
 * @param minSequence the least sequence the state must have, 0 for any
 * @param maxStaleMillis 0: linearizable, the state is checked against the journal by a look begun
 *     after the call. More: a state whose last check is at most that old is good enough.
 * @param timeoutMillis how long the caller waits, at least 1
 */
public record ReadOptions(long minSequence, long maxStaleMillis, long timeoutMillis) {
  /** Linearizable, with this deadline. */
  public static ReadOptions linearizable(long timeoutMillis) {
    return new ReadOptions(0, 0, timeoutMillis);
  }
}
