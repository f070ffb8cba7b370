package io.arco.compactor;

import io.vertx.core.Future;

/**
 * Sees to it that the commits a manifest includes are objects of the bucket before the manifest is
 * written, so that the bucket alone is enough to read, verify and restore a workspace.
 */
public interface Archive {
  /** For journals that are objects of the bucket already. */
  Archive NONE =
      new Archive() {
        @Override
        public Future<Void> copied(long from, long to) {
          return Future.succeededFuture();
        }

        @Override
        public void close() {}
      };

  /**
   * Completes when commits {@code from} to {@code to} are in the bucket. Fails with {@link
   * io.arco.store.StoreException} where either side can't be reached, with {@link
   * io.arco.journal.CorruptObjectException} where the bucket holds other bytes, with {@link
   * io.arco.problem.ProblemException} where the journal lacks a commit; then no manifest may name
   * them.
   *
   * @param from the first commit that is not known to be there
   * @param to the last commit the manifest includes
   */
  Future<Void> copied(long from, long to);

  /** Gives up what is being copied. */
  void close();
}
