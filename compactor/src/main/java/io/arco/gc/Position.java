package io.arco.gc;

import io.arco.snapshot.JournalPosition;

/**
 * How far a manifest that stays reaches into the journal.
 *
 * @param journal the newest commit it includes
 * @param timeMillis when it was published at the latest
 */
record Position(JournalPosition journal, long timeMillis) {
  static Position of(SeenManifest manifest) {
    return new Position(manifest.manifest().journal(), manifest.timeMillis());
  }

  long sequence() {
    return journal.sequence();
  }
}
