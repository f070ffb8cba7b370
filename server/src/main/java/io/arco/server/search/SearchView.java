package io.arco.server.search;

import io.arco.ledger.WorkspaceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.DirectoryReader;

/**
 * An index as it was at one commit, and the state it was made from. Counted: whoever acquired it
 * releases it, once; the last frees its memory. Any thread.
 *
 * @param reader the index
 * @param state of the same sequence
 */
record SearchView(DirectoryReader reader, WorkspaceState state) {
  /** The newest commit it includes. */
  long sequence() {
    return state.sequence();
  }

  /** Keeps it open; to be called while it certainly is. */
  SearchView acquire() {
    reader.incRef();
    return this;
  }

  /** Needs it no more. */
  void release() {
    try {
      reader.decRef();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // It is in memory: no reason to fail is known.
    }
  }
}
