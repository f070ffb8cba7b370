package io.arco.server.files;

import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What operations on files of snapshots work with.
 *
 * @param urls signs and verifies
 * @param manifests finds whose files
 * @param store where the files are
 * @param presign makes a URL of the store's own for a key and a lifetime; empty where it has none
 * @param streams those under way
 * @param limits of URLs
 */
public record FileServices(
    FileUrls urls,
    ProtectedManifests manifests,
    ObjectStore store,
    Optional<BiFunction<Key, Duration, Future<URI>>> presign,
    OpenStreams streams,
    Limits limits) {
  /**
   * The limits of URLs.
   *
   * @param ttlMillis how long they are good when the caller does not say
   * @param maxTtlMillis how long a caller may ask for
   */
  public record Limits(long ttlMillis, long maxTtlMillis) {}
}
