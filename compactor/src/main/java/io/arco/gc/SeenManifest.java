package io.arco.gc;

import io.arco.journal.Hash;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.store.Workspace;

/**
 * A manifest as a run read it.
 *
 * @param manifest what it says
 * @param content its bytes
 * @param hash their SHA-256
 * @param timeMillis when it was published at the latest: its own time, the time of its newest
 *     commit, or that of an earlier manifest, whichever is latest. Clocks of publishers that were
 *     behind do not make it look older than what came before.
 */
record SeenManifest(Manifest manifest, byte[] content, Hash hash, long timeMillis) {
  static SeenManifest of(Workspace workspace, long number, String object, byte[] content) {
    Manifest manifest = ManifestCodec.decode(workspace, number, object, content);
    long timeMillis =
        Math.max(
            manifest.publishedAt().toEpochMilli(), manifest.journal().committedAt().toEpochMilli());
    return new SeenManifest(manifest, content, Hash.of(content), timeMillis);
  }

  SeenManifest notBefore(long leastMillis) {
    return timeMillis >= leastMillis
        ? this
        : new SeenManifest(manifest, content, hash, leastMillis);
  }

  long number() {
    return manifest.number();
  }

  long sequence() {
    return manifest.journal().sequence();
  }

  long bytes() {
    return content.length;
  }

  boolean isFollowedBy(SeenManifest next) {
    return next.number() == number() + 1 && next.manifest.previousHash().equals(hash);
  }
}
