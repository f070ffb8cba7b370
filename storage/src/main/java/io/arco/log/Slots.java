package io.arco.log;

import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where the entries of a numbered log are kept: objects of a store, or rows of a database. Numbers
 * are 1, 2, 3 …; an entry never changes.
 *
 * <p>Futures complete on any thread. A put never fails for what the store did (see {@link
 * PutOutcome}); a get fails with {@link io.arco.store.StoreException}, or with {@link
 * io.arco.problem.ProblemException} when entries that are known to have been written are gone: then
 * nothing may be decided from these slots any more.
 */
public interface Slots {
  /** What {@link #keptIn} says of objects of the workspace's own store. */
  String OBJECTS = "objects";

  /** Writes entry {@code n} if there is none. Does not retry by itself. */
  Future<PutOutcome> putIfAbsent(long n, byte[] bytes);

  /** Reads entry {@code n}; empty if there is none. */
  Future<Optional<byte[]>> get(long n);

  /** The name of entry {@code n} for messages, without tenant or machine. */
  String nameOf(long n);

  /**
   * What keeps the entries, as {@code workspace.json} names it: {@value #OBJECTS}, or a database by
   * its id.
   */
  default String keptIn() {
    return OBJECTS;
  }
}
