package io.arco.log;

import io.vertx.core.Future;
import java.util.List;

/**
 * Slots as garbage collection sees them: entries can be found without knowing their numbers, and
 * deleted. Only {@code io.arco.gc}, verify and backups may use more of it than {@link Slots}.
 */
public interface KeptSlots extends Slots {
  /**
   * One entry.
   *
   * @param number its number
   * @param bytes its size
   */
  record Entry(long number, long bytes) {}

  /**
   * The entries behind a number, ascending, at most {@code limit}; fewer only at the end. Fails
   * with {@link io.arco.store.StoreException}.
   */
  Future<List<Entry>> entries(long after, int limit);

  /**
   * Deletes entry {@code n}; one that is not there is deleted already. Callers delete one by one,
   * ascending, each after the one before was answered. Fails with {@link
   * io.arco.store.StoreException}; then it may or may not be deleted.
   */
  Future<Void> delete(long n);
}
