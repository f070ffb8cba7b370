package io.arco.verify;

import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Slots;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.StoredManifest;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the commits that are there, in order. Those below a floor may be gone: if the journal
 * begins later than it should, the fold begins at the rows of the oldest manifest that can stand
 * for what is gone. A single commit below the floor was put there by a server that was stopped for
 * a day or more; what is chained to its neighbour was not, so a gap behind it is damage.
 */
final class JournalWalk {
  private final Reading reading;
  private final Slots journal;
  private final JournalCheck check;
  private LogRuns runs;
  private final List<Long> manifests;
  private final List<Long> copies;
  private long strays;

  JournalWalk(
      Reading reading,
      Slots journal,
      JournalCheck check,
      LogRuns runs,
      List<Long> manifests,
      List<Long> copies) {
    this.reading = reading;
    this.journal = journal;
    this.check = check;
    this.runs = runs;
    this.manifests = manifests;
    this.copies = copies;
  }

  /** Answers how many commits stand below the floor, no part of the journal. */
  Future<Long> run() {
    if (runs.isEmpty()) {
      return Future.succeededFuture(0L);
    }
    return cutStrays()
        .compose(done -> firstChained(0))
        .compose(first -> runs.get(first).first() == 1 ? walk(0) : walkFromFloor(first))
        .map(done -> strays);
  }

  /** Cuts off what stopped servers have put directly below the floor, each of them a commit. */
  private Future<Void> cutStrays() {
    return lowestRun()
        .compose(
            index -> {
              if (index < 0) {
                return Future.succeededFuture();
              }
              runs = runs.cut(index);
              return cutStrays();
            });
  }

  /**
   * The lowest run of several commits behind commit 1, if its second commit does not follow its
   * first. -1 if it does, or there is no such run.
   */
  private Future<Integer> lowestRun() {
    for (int i = 0; i < runs.size(); i++) {
      int index = i;
      if (runs.get(i).first() > 1 && runs.get(i).length() > 1) {
        return isChained(runs.get(i).first()).map(is -> is ? -1 : index);
      }
    }
    return Future.succeededFuture(-1);
  }

  /** The lowest run that is certainly the journal's own: of two chained commits, or the last. */
  private Future<Integer> firstChained(int index) {
    if (index == runs.size() - 1) {
      return Future.succeededFuture(index);
    }
    LogRuns.Run run = runs.get(index);
    return (run.length() == 1 ? Future.succeededFuture(false) : isChained(run.first()))
        .compose(is -> is ? Future.succeededFuture(index) : firstChained(index + 1));
  }

  private Future<Boolean> isChained(long n) {
    return read(n).compose(one -> read(n + 1).map(next -> isChained(n, one, next)));
  }

  private boolean isChained(long n, Optional<byte[]> one, Optional<byte[]> next) {
    if (one.isEmpty() || next.isEmpty()) {
      return false;
    }
    // What is damaged was not put by anybody: it is named when it is walked.
    return !isSound(n, one.get())
        || !isSound(n + 1, next.get())
        || header(n + 1, next.get()).previousHash().equals(Hash.of(one.get()));
  }

  private boolean isSound(long n, byte[] commit) {
    return CommitCodec.isSound(reading.keys().workspace(), n, commit);
  }

  private CommitHeader header(long n, byte[] commit) {
    return CommitCodec.decode(journal.nameOf(n), reading.keys().workspace(), n, commit).header();
  }

  private Future<Void> walkFromFloor(int first) {
    return standIn(runs.get(first).first())
        .compose(
            manifest -> {
              if (manifest.isEmpty()) {
                return walk(0);
              }
              for (int i = 0; i < first; i++) {
                strays += runs.get(i).first() == 1 ? 0 : 1;
              }
              return begin(manifest.get())
                  .compose(done -> runs.get(0).first() == 1 ? commit(1) : firstIsMissing())
                  .compose(done -> walkRuns(first));
            });
  }

  /** The oldest manifest that can stand for all commits before this one, if there is any. */
  private Future<Optional<Manifest>> standIn(long sequence) {
    List<Named> all = new ArrayList<>();
    copies.forEach(k -> all.add(new Named(reading.copies(), k)));
    manifests.forEach(k -> all.add(new Named(reading.manifests(), k)));
    all.sort(Comparator.comparingLong(Named::number));
    return standIn(sequence, all, 0);
  }

  private record Named(Slots slots, long number) {}

  private Future<Optional<Manifest>> standIn(long sequence, List<Named> all, int index) {
    if (index == all.size()) {
      return Future.succeededFuture(Optional.empty());
    }
    Named named = all.get(index);
    return reading
        .manifest(named.slots(), named.number())
        .recover(
            failure ->
                reading.noted(named.slots().nameOf(named.number()), failure, Optional.empty()))
        .compose(
            found -> {
              Optional<Manifest> manifest = found.map(StoredManifest::manifest);
              return manifest
                      .filter(is -> is.journal().sequence() >= sequence)
                      .filter(reading::isOldEnoughForRetention)
                      .isPresent()
                  ? Future.succeededFuture(manifest)
                  : standIn(sequence, all, index + 1);
            });
  }

  /** Begins the fold at the rows of a manifest, if they give the state that it says. */
  private Future<Void> begin(Manifest manifest) {
    return reading
        .snapshots()
        .load(manifest, reading.domains().tables())
        .compose(rows -> reading.call(() -> begin(manifest, rows)))
        .recover(
            failure -> {
              check.stopFolding();
              return reading.noted("manifest " + manifest.number(), failure, null);
            });
  }

  private Void begin(Manifest manifest, TableRows rows) {
    WorkspaceState state =
        WorkspaceState.restore(
            reading.domains(),
            manifest.journal().sequence(),
            manifest.journal().hash(),
            manifest.journal().committedAt(),
            rows);
    if (!state.hash().equals(manifest.stateHash())) {
      throw new CorruptObjectException(
          reading.manifests().nameOf(manifest.number()),
          "its rows give a state of hash " + state.hash() + ", it says " + manifest.stateHash());
    }
    check.beginAt(state, rows);
    return null;
  }

  private Future<Void> firstIsMissing() {
    reading.findings().add(journal.nameOf(1), "it is missing, though it is never deleted");
    return Future.succeededFuture();
  }

  /** All runs; what is missing before the first and between them is damage. */
  private Future<Void> walk(int first) {
    long lowest = runs.get(first).first();
    if (lowest > 1) {
      check.missing(journal.nameOf(1), lowest - 1);
    }
    return walkRuns(first);
  }

  private Future<Void> walkRuns(int first) {
    Future<Void> done = Future.succeededFuture();
    long expected = runs.get(first).first();
    for (LogRuns.Run run : runs.from(first)) {
      long missing = expected;
      expected = run.last() + 1;
      done =
          done.compose(before -> gap(missing, run.first()))
              .compose(before -> commits(run, run.first()));
    }
    return done;
  }

  private Future<Void> gap(long from, long to) {
    return from == to
        ? Future.succeededFuture()
        : reading.onWorker(() -> check.missing(journal.nameOf(from), to - from));
  }

  private Future<Void> commits(LogRuns.Run run, long n) {
    return commit(n)
        .compose(done -> n == run.last() ? Future.succeededFuture() : commits(run, n + 1));
  }

  private Future<Void> commit(long n) {
    return read(n)
        .compose(
            bytes ->
                reading.onWorker(
                    () -> bytes.ifPresent(content -> check.commit(n, journal.nameOf(n), content))));
  }

  private Future<Optional<byte[]>> read(long n) {
    return reading.runtime().onScheduler(journal.get(n));
  }
}
