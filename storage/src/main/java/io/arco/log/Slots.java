package io.arco.log;

import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where the entries of a numbered log are kept: objects of a store, or rows of a database. Numbers
 * are 1, 2, 3 …; an entry never changes.
 *
 * <p>Futures complete on any thread. A put never fails for what the store did (see {@link
 * PutOutcome}); a get fails with {@link io.arco.store.StoreException}.
 */
public interface Slots {
  /** Writes entry {@code n} if there is none. Does not retry by itself. */
  Future<PutOutcome> putIfAbsent(long n, byte[] bytes);

  /** Reads entry {@code n}; empty if there is none. */
  Future<Optional<byte[]>> get(long n);

  /** The name of entry {@code n} for messages, without tenant or machine. */
  String nameOf(long n);
}
