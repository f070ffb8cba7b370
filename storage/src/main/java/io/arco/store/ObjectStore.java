package io.arco.store;

import io.vertx.core.Future;

/**
 * A flat map of {@link Key} to immutable bytes: the only thing Arco needs below it.
 *
 * <p>What every store promises, and the conformance suite checks: a read that begins after a write
 * was answered sees that write (or a later one); of any number of concurrent puts with {@link
 * Precondition#ABSENT} on one key, in any number of processes, at most one is {@link
 * PutOutcome.Written}; a put is never seen in part; a {@link Version} is never used again for other
 * bytes at the same key, not even after a delete; lists are ordered by key.
 *
 * <p>Failures. A future of a read, list or delete fails with {@link StoreException} and nothing
 * else. A put <em>never</em> fails for what the store did: what is not known to be written or
 * refused is {@link PutOutcome.Unknown}, and may still take effect later. The future of a put that
 * does fail, always with a {@link StoreException.Kind#PERMANENT} one, says that it was refused
 * before anything was tried, is certainly not applied and never will be: a closed store, a role
 * without the right, a key the store can't hold, no permission. Implementations do not retry puts
 * by themselves.
 *
 * <p>Threads: every method may be called from any thread and does not block; futures complete on a
 * thread of the store's choosing, so callers hop to their own. Byte arrays handed in or out are not
 * changed by either side afterwards.
 */
public interface ObjectStore {
  /** Reads a whole object. */
  Future<ReadOutcome> get(Key key);

  /**
   * Reads part of an object. A range that runs past the end is cut there; one that begins at or
   * past the end is {@link ReadOutcome.Unsatisfiable}.
   */
  Future<ReadOutcome> get(Key key, ByteRange range);

  /** Looks up an object's size and version. */
  Future<HeadOutcome> head(Key key);

  /** Writes a whole object, if the precondition holds. */
  Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition);

  /** Removes an object; one that is not there is removed already. */
  Future<Void> delete(Key key);

  /**
   * Lists objects under a prefix, at any depth, in key order.
   *
   * @param after the key to start behind, or null to start at the first
   * @param limit the most entries to answer, 1 to {@value Listing#MAX_LIMIT}
   * @throws IllegalArgumentException if the limit is out of its range
   */
  Future<Listing> list(Prefix prefix, Key after, int limit);

  /**
   * Whether {@link Precondition.Matches} is honoured; where not, the future of such a put fails
   * with a {@link StoreException.Kind#PERMANENT} exception.
   */
  boolean supportsMatches();

  /** Lets go of threads and handles. Calls after it fail. */
  Future<Void> close();
}
