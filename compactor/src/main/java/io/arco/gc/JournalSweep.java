package io.arco.gc;

import io.arco.gc.Tally.Kind;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.KeptSlots;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Deletes commits from 2 up to the floor, one by one, ascending: while commit {@code n} is there,
 * none above it was deleted. A list that passed one over would break that, so every gap in it is
 * looked into.
 */
final class JournalSweep {
  private static final long FIRST = 1;
  private static final int PAGE = 1_000;

  private final CollectedStore requests;
  private final KeptSlots journal;
  private final Tally tally;
  private final Position floor;

  /** A sweep up to the commit that a manifest, kept and old enough, includes as its newest. */
  JournalSweep(CollectedStore requests, KeptSlots journal, Tally tally, Position floor) {
    this.requests = requests;
    this.journal = journal;
    this.tally = tally;
    this.floor = floor;
  }

  Future<Void> run() {
    return requests
        .request(() -> journal.get(floor.sequence()).compose(this::checkFloor))
        .compose(sound -> page(FIRST));
  }

  /** A run that was stopped for long may find that another one has gone further meanwhile. */
  private Future<Void> checkFloor(Optional<byte[]> commit) {
    if (commit.isEmpty()) {
      return Future.failedFuture(
          new CollectionRefusedException(
              journal.nameOf(floor.sequence())
                  + " is gone, though a manifest names it: another run has gone further, or it is"
                  + " lost. No commit was deleted; run it again, or run 'arco verify'"));
    }
    return Hash.of(commit.get()).equals(floor.journal().hash())
        ? Future.succeededFuture()
        : Future.failedFuture(
            new CorruptObjectException(
                journal.nameOf(floor.sequence()),
                "it is not the commit that the oldest kept manifest names; nothing was deleted"
                    + " from the journal"));
  }

  private Future<Void> page(long after) {
    return requests
        .request(() -> journal.entries(after, PAGE))
        .compose(
            entries -> {
              List<KeptSlots.Entry> below =
                  entries.stream().filter(entry -> entry.number() < floor.sequence()).toList();
              boolean ends = below.size() < PAGE;
              long behind = ends ? floor.sequence() : entries.get(entries.size() - 1).number() + 1;
              return each(after, below, 0, behind)
                  .compose(done -> ends ? Future.succeededFuture() : page(behind - 1));
            });
  }

  private Future<Void> each(long before, List<KeptSlots.Entry> entries, int index, long behind) {
    boolean atEnd = index == entries.size();
    long n = atEnd ? behind : entries.get(index).number();
    Future<Void> gap = n == before + 1 ? Future.succeededFuture() : emptied(n - 1);
    if (atEnd) {
      return gap;
    }
    // What stands below a gap was put into an emptied slot: the floor was above it before.
    boolean stray = (index + 1 < entries.size() ? entries.get(index + 1).number() : behind) > n + 1;
    tally.add(stray ? Kind.STRAY : Kind.COMMIT, entries.get(index).bytes());
    return gap.compose(done -> requests.change(() -> journal.delete(n)))
        .compose(done -> each(n, entries, index + 1, behind));
  }

  /** Makes sure that a commit which was not listed is not there. */
  private Future<Void> emptied(long n) {
    return n == FIRST
        ? Future.succeededFuture()
        : requests
            .request(() -> journal.get(n))
            .compose(
                commit ->
                    commit.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                            new CollectionRefusedException(
                                journal.nameOf(n)
                                    + " is there, though a list did not show it; run it again")));
  }
}
