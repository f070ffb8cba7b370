package io.arco.snapshot;

import io.arco.journal.Hash;
import io.arco.log.LogListing;
import io.arco.log.Moment;
import io.arco.log.NumberFence;
import io.arco.log.NumberedLog;
import io.arco.log.Tail;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One search for the newest manifest. What a hint leads to may be a manifest that a publisher,
 * stopped for days, has put into a slot that retention had emptied: it is believed only if the one
 * before it is there, as it names it, or if none of a higher number is listed. Such a manifest is
 * never the highest one listed, since only slots below the head are emptied.
 */
final class NewestManifest {
  private static final int MAX_LISTS = 3;

  private final Snapshots snapshots;
  private final NumberedLog log;
  private final LogListing listing;
  private final Moment began;
  private int lists;
  private long highestListed = Long.MAX_VALUE;

  NewestManifest(Snapshots snapshots, LogListing listing) {
    this.snapshots = snapshots;
    this.log = snapshots.log();
    this.listing = listing;
    this.began = log.now();
  }

  /** Begins where the hint says. */
  Future<Optional<StoredManifest>> from(OptionalLong hint) {
    return hint.isPresent()
        ? snapshots
            .read(hint.getAsLong())
            .compose(found -> found.isPresent() ? behind(found.get()) : list(0))
        : list(0);
  }

  private Future<Optional<StoredManifest>> behind(StoredManifest from) {
    return step(from, log.unprovenTail(numberOf(from) + 1));
  }

  private Future<Optional<StoredManifest>> step(StoredManifest from, Tail tail) {
    return tail.next()
        .compose(
            bytes -> {
              if (bytes.isEmpty()) {
                return ended(from);
              }
              StoredManifest next = snapshots.decode(numberOf(from) + 1, bytes.get());
              if (!isListed(from) && !next.manifest().previousHash().equals(from.hash())) {
                return unchained(from, next);
              }
              return step(snapshots.successor(from, bytes.get()), tail);
            });
  }

  private Future<Optional<StoredManifest>> ended(StoredManifest last) {
    if (isListed(last)) {
      return found(last);
    }
    return isAfterItsPredecessor(last)
        .compose(proven -> proven ? found(last) : list(numberOf(last)));
  }

  /** Either the first is a left-over below the floor, or the log is damaged. */
  private Future<Optional<StoredManifest>> unchained(StoredManifest from, StoredManifest next) {
    long ageMillis = log.now().wallMillis() - next.manifest().publishedAt().toEpochMilli();
    Future<Boolean> damaged =
        ageMillis < NumberFence.MIN_KEPT_MILLIS
            ? Future.succeededFuture(true)
            : isAfterItsPredecessor(from);
    return damaged.compose(
        is -> is ? Future.failedFuture(snapshots.unchained(from, next)) : list(numberOf(from)));
  }

  private Future<Boolean> isAfterItsPredecessor(StoredManifest stored) {
    if (numberOf(stored) == 1) {
      return Future.succeededFuture(false);
    }
    Hash named = stored.manifest().previousHash();
    return log.read(numberOf(stored) - 1)
        .map(entry -> entry.isPresent() && Hash.of(entry.get()).equals(named));
  }

  /** Lists, and goes on from the highest number, which must not be below what was read. */
  private Future<Optional<StoredManifest>> list(long readUpTo) {
    if (lists == MAX_LISTS) {
      return Future.failedFuture(
          new StoreException(
              StoreException.Kind.TRANSIENT, "manifests come and go while they are listed", null));
    }
    lists++;
    return snapshots.onScheduler(listing.numbers()).compose(numbers -> listed(numbers, readUpTo));
  }

  private Future<Optional<StoredManifest>> listed(List<Long> numbers, long readUpTo) {
    long highest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    if (highest < readUpTo) {
      return list(readUpTo);
    }
    if (highest == 0) {
      log.intact(1, began);
      return Future.succeededFuture(Optional.empty());
    }
    highestListed = highest;
    return snapshots
        .read(highest)
        .compose(found -> found.isPresent() ? behind(found.get()) : list(readUpTo));
  }

  private boolean isListed(StoredManifest stored) {
    return numberOf(stored) >= highestListed;
  }

  private Future<Optional<StoredManifest>> found(StoredManifest newest) {
    log.intact(numberOf(newest) + 1, began);
    return Future.succeededFuture(Optional.of(newest));
  }

  private static long numberOf(StoredManifest stored) {
    return stored.manifest().number();
  }
}
