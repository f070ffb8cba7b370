package io.arco.log;

import io.vertx.core.Future;
import java.util.List;

/**
 * Tells which entries a numbered log has: for recovery and for {@code arco verify}, never on a
 * request path.
 */
public interface LogNumbers {
  /** The numbers of all entries, ascending. Fails with {@link io.arco.store.StoreException}. */
  Future<List<Long>> numbers();
}
