package io.arco.ledger;

/**
 * The ledger's limits.
 *
 * @param maxQueuedCommands submissions that wait at once; one more is OVERLOADED
 * @param maxBatchCommands submissions in one commit
 * @param maxBatchBytes bytes of events in one commit, unless a single submission is larger
 * @param maxCommandBytes bytes of events of one submission; more is TOO_LARGE
 * @param idempotencyTtlMillis how long a key keeps its first answer
 * @param maxIdempotencyKeys live keys in a workspace; one more is IDEMPOTENCY_KEYS_EXHAUSTED
 * @param lookTimeoutMillis how long a look at the journal's head may take before those who wait for
 *     it are told UNAVAILABLE
 * @param maxTailCommits commits behind the newest manifest beyond which writes are UNAVAILABLE
 * @param former which former states are kept in memory
 */
public record LedgerOptions(
    int maxQueuedCommands,
    int maxBatchCommands,
    int maxBatchBytes,
    int maxCommandBytes,
    long idempotencyTtlMillis,
    int maxIdempotencyKeys,
    long lookTimeoutMillis,
    long maxTailCommits,
    FormerOptions former) {
  /**
   * 10,000 queued, 512 or 4 MiB a batch, 1 MiB a command, keys for 24 h up to 100,000, looks 10 s,
   * tail 100,000.
   */
  public static final LedgerOptions DEFAULT =
      new LedgerOptions(
          10_000,
          512,
          4 << 20,
          1 << 20,
          24 * 3_600_000L,
          100_000,
          10_000,
          100_000,
          FormerOptions.DEFAULT);
}
