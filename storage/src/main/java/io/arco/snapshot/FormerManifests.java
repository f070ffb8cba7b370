package io.arco.snapshot;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Finds manifests by the sequences they reach to, or by times: those of the log, which has no gaps,
 * by halving; else the copies that retention keeps of one an hour, which are listed, for their
 * numbers can't be known.
 *
 * @param snapshots where they are read from
 */
public record FormerManifests(Snapshots snapshots) {
  /** The newest that reaches no further than a sequence; empty if none is kept. */
  public Future<Optional<StoredManifest>> atOrBefore(long sequence) {
    return newestNot(behind(sequence));
  }

  /** The newest whose last commit was made at or before a time; empty if none is kept. */
  public Future<Optional<StoredManifest>> atOrBefore(Instant time) {
    return newestNot(stored -> stored.manifest().journal().committedAt().isAfter(time));
  }

  private static Predicate<StoredManifest> behind(long sequence) {
    return stored -> reach(stored) > sequence;
  }

  /**
   * The newest that is not behind.
   *
   * @param behind holds for a manifest and all that follow it, or for none
   */
  private Future<Optional<StoredManifest>> newestNot(Predicate<StoredManifest> behind) {
    return snapshots
        .newest()
        .compose(
            newest -> {
              if (newest.isEmpty() || !behind.test(newest.get())) {
                return Future.succeededFuture(newest);
              }
              return lowestBehind(behind, 0, newest.get())
                  .compose(this::predecessor)
                  .compose(
                      found -> found.isPresent() ? Future.succeededFuture(found) : keptNot(behind));
            });
  }

  /** How far the oldest reaches of those that reach at least to a sequence; empty if none does. */
  public Future<OptionalLong> oldestFrom(long sequence) {
    return snapshots
        .newest()
        .compose(
            newest -> {
              if (newest.isEmpty() || reach(newest.get()) < sequence) {
                return Future.succeededFuture(OptionalLong.empty());
              }
              return lowestBehind(behind(sequence - 1), 0, newest.get())
                  .compose(lowest -> oldestOf(lowest, sequence));
            });
  }

  private Future<OptionalLong> oldestOf(StoredManifest lowest, long sequence) {
    return snapshots
        .keptNumbers()
        .compose(numbers -> halveKept(numbers, behind(sequence - 1), -1, numbers.size()))
        .compose(
            kept ->
                kept.behind() == null
                    ? Future.succeededFuture(OptionalLong.of(reach(lowest)))
                    : Future.succeededFuture(
                        OptionalLong.of(Math.min(reach(lowest), reach(kept.behind())))));
  }

  /**
   * The lowest of the log that is behind. What is not there any more is lower.
   *
   * @param below the number of one that does not, or is not there
   * @param known one that does
   */
  private Future<StoredManifest> lowestBehind(
      Predicate<StoredManifest> behind, long below, StoredManifest known) {
    long number = known.manifest().number();
    if (number - below <= 1) {
      return Future.succeededFuture(known);
    }
    long middle = below + (number - below) / 2;
    return snapshots
        .read(middle)
        .compose(
            found ->
                found.isPresent() && behind.test(found.get())
                    ? lowestBehind(behind, below, found.get())
                    : lowestBehind(behind, middle, known));
  }

  /**
   * The one before in the log, if it is there: what is not the one that is named is a left-over.
   */
  private Future<Optional<StoredManifest>> predecessor(StoredManifest stored) {
    long number = stored.manifest().number() - 1;
    return number == 0
        ? Future.succeededFuture(Optional.empty())
        : snapshots
            .read(number)
            .map(found -> found.filter(it -> it.hash().equals(stored.manifest().previousHash())));
  }

  private Future<Optional<StoredManifest>> keptNot(Predicate<StoredManifest> behind) {
    return snapshots
        .keptNumbers()
        .compose(numbers -> halveKept(numbers, behind, -1, numbers.size()))
        .map(kept -> Optional.ofNullable(kept.until()));
  }

  /** The last copy that is not behind and the first that is, null where there is none. */
  private record Sides(StoredManifest until, StoredManifest behind) {}

  private Future<Sides> halveKept(
      List<Long> numbers, Predicate<StoredManifest> behind, int low, int high) {
    return halveKept(numbers, behind, low, high, new Sides(null, null));
  }

  private Future<Sides> halveKept(
      List<Long> numbers, Predicate<StoredManifest> behind, int low, int high, Sides sides) {
    if (high - low <= 1) {
      return Future.succeededFuture(sides);
    }
    int middle = low + (high - low) / 2;
    return snapshots
        .readKept(numbers.get(middle))
        .compose(
            found -> {
              if (found.isEmpty()) {
                // Taken by retention since it was listed, and so were those before it.
                return halveKept(numbers, behind, middle, high, new Sides(null, sides.behind()));
              }
              return behind.test(found.get())
                  ? halveKept(numbers, behind, low, middle, new Sides(sides.until(), found.get()))
                  : halveKept(
                      numbers, behind, middle, high, new Sides(found.get(), sides.behind()));
            });
  }

  private static long reach(StoredManifest stored) {
    return stored.manifest().journal().sequence();
  }
}
