package io.arco.ledger;

import io.arco.journal.Hash;
import io.arco.table.TableRows;
import io.vertx.core.Future;

/** A published snapshot as the ledger sees it: where to begin instead of at commit 1. */
public interface Checkpoint {
  /** The manifest's number. */
  long number();

  /** The newest commit it includes. */
  long sequence();

  /** That commit's hash. */
  Hash head();

  /** The hash of the whole state at that commit. */
  String stateHash();

  /** What the state of its rows holds in memory, by estimate. */
  default long heldBytes() {
    return 0;
  }

  /**
   * Reads the rows of all tables. Fails with {@link io.arco.journal.CorruptObjectException} where a
   * file is not what the manifest says.
   */
  Future<TableRows> rows();
}
