package io.arco.gc;

import io.arco.runtime.Clock;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A manifest, and how long garbage collection is sure to leave its files alone, whatever options it
 * is run with: a manifest stays until its successor is older than the grace
 * (docs/design/007-retention.md).
 *
 * @param stored the manifest
 * @param next its successor; empty if there was none yet when it was looked for
 * @param until its files stay until then at least, by a clock that is less than {@link #SLACK}
 *     apart from those of publishers and collectors
 */
public record Protection(StoredManifest stored, Optional<StoredManifest> next, Instant until) {
  /** How far clocks may disagree. */
  public static final Duration SLACK = Duration.ofMinutes(5);

  /** Files are sure to stay so long after a successor was published. */
  public static final Duration LENGTH = RetentionOptions.MIN_GRACE.minus(SLACK);

  /**
   * That of a manifest; empty if there is none of this number, or if it is not chained to the one
   * behind it: then a publisher that was stopped has put it into a slot that had been emptied. One
   * without a successor, below the head, is such a left-over too; only the caller knows the head.
   *
   * @param snapshots where it is read, on their scheduler; fails as they do
   */
  public static Future<Optional<Protection>> of(Snapshots snapshots, long number, Clock clock) {
    // The successor after it: absent then, this was the newest at some time in between.
    return snapshots
        .read(number)
        .compose(
            stored ->
                stored.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : snapshots
                        .read(number + 1)
                        .map(next -> chained(stored.get(), next, clock.wallMillis())));
  }

  private static Optional<Protection> chained(
      StoredManifest stored, Optional<StoredManifest> next, long nowMillis) {
    if (next.isPresent() && !next.get().manifest().previousHash().equals(stored.hash())) {
      return Optional.empty();
    }
    Instant fromNow = Instant.ofEpochMilli(nowMillis).plus(LENGTH);
    Instant until =
        next.map(it -> it.manifest().publishedAt().plus(LENGTH))
            .filter(fromNow::isAfter)
            .orElse(fromNow);
    return Optional.of(new Protection(stored, next, until));
  }
}
