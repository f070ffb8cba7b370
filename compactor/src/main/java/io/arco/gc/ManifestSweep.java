package io.arco.gc;

import io.arco.gc.Tally.Kind;
import io.arco.journal.CorruptObjectException;
import io.arco.log.KeptSlots;
import io.arco.log.LogListing;
import io.arco.runtime.FanOut;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Walks the log of manifests upwards: a manifest goes once the next one is older than the grace,
 * after one an hour was copied; from the first that stays on, notes what they name. The newest and
 * the one before it never go, so that the newest can be told without a list. What stands before a
 * gap was put into a slot emptied before, and goes like the rest but is never copied.
 */
final class ManifestSweep {
  /** Manifests read at once. */
  static final int READ_AHEAD = 16;

  private static final long HOUR_MILLIS = 3_600_000;

  private final Workspace workspace;
  private final CollectedStore requests;
  private final KeptSlots log;
  private final KeptCopies copies;
  private final NamedFiles named;
  private final Tally tally;
  private final long newest;
  private final long graceLimitMillis;
  private SeenManifest last;
  private boolean lastIsChained;
  private SeenManifest oldestKept;

  /**
   * A sweep of one run.
   *
   * @param newest the newest manifest when the run began
   * @param graceLimitMillis what is not younger has its grace behind it
   */
  ManifestSweep(
      Workspace workspace,
      CollectedStore requests,
      KeptSlots log,
      KeptCopies copies,
      NamedFiles named,
      Tally tally,
      long newest,
      long graceLimitMillis) {
    this.workspace = workspace;
    this.requests = requests;
    this.log = log;
    this.copies = copies;
    this.named = named;
    this.tally = tally;
    this.newest = newest;
    this.graceLimitMillis = graceLimitMillis;
  }

  /**
   * The oldest manifest that stays in the log; empty if another run has taken all it began with.
   */
  Future<Optional<SeenManifest>> run() {
    return requests
        .request(() -> new LogListing(log).numbers())
        .map(listed -> new TreeSet<>(listed).headSet(newest, true))
        .compose(numbers -> fill(new TreeSet<>(numbers), newest + 1))
        .compose(numbers -> batch(List.copyOf(numbers), 0))
        .map(done -> Optional.ofNullable(oldestKept));
  }

  /**
   * Adds what a list has passed over, for the files of a manifest that nobody sees would pass for
   * garbage. What stays in the log has no gap: whatever is there directly below a number that is
   * there belongs to it.
   */
  private Future<TreeSet<Long>> fill(TreeSet<Long> numbers, long from) {
    long lowest = from;
    while (numbers.contains(lowest - 1)) {
      lowest--;
    }
    long below = lowest - 1;
    if (below < 1) {
      return Future.succeededFuture(numbers);
    }
    return requests
        .request(() -> log.get(below))
        .compose(
            entry -> {
              if (entry.isPresent()) {
                numbers.add(below);
                return fill(numbers, below);
              }
              Long next = numbers.lower(below);
              return next == null ? Future.succeededFuture(numbers) : fill(numbers, next + 1);
            });
  }

  private Future<Void> batch(List<Long> numbers, int from) {
    if (from >= numbers.size()) {
      return end();
    }
    int to = Math.min(numbers.size(), from + READ_AHEAD);
    return FanOut.map(
            requests.runtime().scheduler(), numbers.subList(from, to), READ_AHEAD, this::read)
        .compose(read -> each(read.stream().flatMap(List::stream).toList(), 0))
        .compose(done -> batch(numbers, to));
  }

  /** Empty if another run has deleted it meanwhile. */
  private Future<List<SeenManifest>> read(long n) {
    return requests.request(
        () ->
            log.get(n)
                .compose(
                    bytes ->
                        bytes.isEmpty()
                            ? Future.succeededFuture(List.of())
                            : requests
                                .runtime()
                                .workers()
                                .call(
                                    () ->
                                        List.of(
                                            SeenManifest.of(
                                                workspace, n, log.nameOf(n), bytes.get())))));
  }

  private Future<Void> each(List<SeenManifest> read, int index) {
    return index == read.size()
        ? Future.succeededFuture()
        : next(read.get(index), followed(read, index)).compose(done -> each(read, index + 1));
  }

  /**
   * The first from here on that the next one follows, if there is one: what lies below it was put
   * into emptied slots, and its own time says nothing.
   */
  private static SeenManifest followed(List<SeenManifest> read, int index) {
    for (int i = index; i < read.size() - 1; i++) {
      if (read.get(i).isFollowedBy(read.get(i + 1))) {
        return read.get(i);
      }
    }
    return read.get(index);
  }

  private Future<Void> next(SeenManifest read, SeenManifest followed) {
    SeenManifest before = last;
    boolean adjoins = before != null && read.number() == before.number() + 1;
    boolean beforeIsChained = lastIsChained;
    lastIsChained = before != null && before.isFollowedBy(read);
    // The time of one that was put into an emptied slot says nothing of those after it.
    SeenManifest next = lastIsChained ? read.notBefore(before.timeMillis()) : read;
    last = next;
    if (before == null) {
      return Future.succeededFuture();
    }
    SeenManifest witness = lastIsChained ? next : followed;
    if (oldestKept == null
        && witness.timeMillis() <= graceLimitMillis
        && witness.number() < newest) {
      return remove(before, next);
    }
    if (adjoins && !lastIsChained) {
      return Future.failedFuture(
          new CorruptObjectException(
              log.nameOf(next.number()),
              "it follows "
                  + next.manifest().previousHash()
                  + ", the manifest before hashes to "
                  + before.hash()));
    }
    keep(before, beforeIsChained);
    return Future.succeededFuture();
  }

  private Future<Void> end() {
    if (last != null) {
      keep(last, lastIsChained);
    }
    return Future.succeededFuture();
  }

  private void keep(SeenManifest manifest, boolean chained) {
    if (oldestKept == null || !chained) {
      named.addAll(manifest.manifest());
    } else {
      named.addOwn(manifest.manifest());
    }
    oldestKept = oldestKept == null ? manifest : oldestKept;
  }

  private Future<Void> remove(SeenManifest manifest, SeenManifest next) {
    boolean stray = !manifest.isFollowedBy(next);
    boolean endsItsHour = manifest.timeMillis() / HOUR_MILLIS != next.timeMillis() / HOUR_MILLIS;
    Future<Void> copied = !stray && endsItsHour ? copies.add(manifest) : Future.succeededFuture();
    tally.add(stray ? Kind.STRAY : Kind.MANIFEST, manifest.bytes());
    return copied.compose(done -> requests.change(() -> log.delete(manifest.number())));
  }
}
