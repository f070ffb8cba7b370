package io.arco.ledger;

/**
 * How many former states a ledger keeps in memory.
 *
 * @param commits how many commits back states are kept; each {@link FormerStates#INTERVAL}th is
 * @param built how many of those that were built for somebody are kept
 * @param bytes what all of them may hold together beyond the newest, by estimate ({@link
 *     FormerMemory}); the one that was built last is kept even if it is more
 */
public record FormerOptions(int commits, int built, long bytes) {
  /** 20,000 commits back, 64 built, 256 MiB. */
  public static final FormerOptions DEFAULT = new FormerOptions(20_000, 64, 256L << 20);
}
