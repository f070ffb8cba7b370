package io.arco.gc;

import io.arco.gc.Tally.Kind;
import io.arco.journal.CorruptObjectException;
import io.arco.log.KeptSlots;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The manifests in {@code snapshots/kept/}: one an hour, until their time is over. */
final class KeptCopies {
  private static final int PAGE = 100;

  private final Workspace workspace;
  private final CollectedStore requests;
  private final KeptSlots slots;
  private final NamedFiles named;
  private final Tally tally;
  private final Optional<Long> keepLimitMillis;
  private final Set<Long> copied = new HashSet<>();
  private final List<Position> positions = new ArrayList<>();

  /**
   * Copies of one run.
   *
   * @param keepLimitMillis what is older goes; empty if nothing does
   */
  KeptCopies(
      Workspace workspace,
      CollectedStore requests,
      KeptSlots slots,
      NamedFiles named,
      Tally tally,
      Optional<Long> keepLimitMillis) {
    this.workspace = workspace;
    this.requests = requests;
    this.slots = slots;
    this.named = named;
    this.tally = tally;
    this.keepLimitMillis = keepLimitMillis;
  }

  /** Reads those that are there; those whose time is over go. */
  Future<Void> scan() {
    return page(0);
  }

  private Future<Void> page(long after) {
    return requests
        .request(() -> slots.entries(after, PAGE))
        .compose(
            entries ->
                each(entries, 0)
                    .compose(
                        done ->
                            entries.size() < PAGE
                                ? Future.succeededFuture()
                                : page(entries.get(entries.size() - 1).number())));
  }

  private Future<Void> each(List<KeptSlots.Entry> entries, int index) {
    if (index == entries.size()) {
      return Future.succeededFuture();
    }
    long n = entries.get(index).number();
    return requests
        .request(
            () ->
                slots
                    .get(n)
                    .map(
                        bytes -> bytes.map(b -> SeenManifest.of(workspace, n, slots.nameOf(n), b))))
        .compose(copy -> copy.isEmpty() ? Future.succeededFuture() : seen(copy.get()))
        .compose(done -> each(entries, index + 1));
  }

  private Future<Void> seen(SeenManifest copy) {
    if (isOver(copy)) {
      tally.add(Kind.KEPT_REMOVED, copy.bytes());
      return requests.change(() -> slots.delete(copy.number()));
    }
    stays(copy);
    return Future.succeededFuture();
  }

  /** Copies a manifest that is about to leave the log, unless its time is over already. */
  Future<Void> add(SeenManifest manifest) {
    if (isOver(manifest) || copied.contains(manifest.number())) {
      return Future.succeededFuture();
    }
    tally.add(Kind.KEPT_ADDED, manifest.bytes());
    stays(manifest);
    return requests.change(() -> write(manifest));
  }

  private Future<Void> write(SeenManifest manifest) {
    long n = manifest.number();
    return slots
        .putIfAbsent(n, manifest.content())
        .compose(
            outcome ->
                outcome instanceof PutOutcome.Written
                    ? Future.succeededFuture()
                    : slots.get(n).compose(there -> checked(manifest, there)));
  }

  private Future<Void> checked(SeenManifest manifest, Optional<byte[]> there) {
    if (there.isEmpty()) {
      return Future.failedFuture(
          new StoreException(StoreException.Kind.TRANSIENT, "a copy was not written", null));
    }
    return Arrays.equals(there.get(), manifest.content())
        ? Future.succeededFuture()
        : Future.failedFuture(
            new CorruptObjectException(
                slots.nameOf(manifest.number()), "it is not a copy of the manifest of its number"));
  }

  private boolean isOver(SeenManifest manifest) {
    return keepLimitMillis.filter(limit -> manifest.timeMillis() <= limit).isPresent();
  }

  private void stays(SeenManifest copy) {
    copied.add(copy.number());
    named.addAll(copy.manifest());
    positions.add(Position.of(copy));
  }

  /** Where the copies stand that stay. */
  List<Position> positions() {
    return positions;
  }
}
