package io.arco.gc;

import io.arco.gc.Tally.Kind;
import io.arco.runtime.FanOut;
import io.arco.snapshot.ShardFile;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;

/**
 * Deletes Parquet files that no manifest which stays names. A file of manifest {@code k} can be
 * named by {@code k} and later ones alone, each naming only its parent's files or its own: once
 * slot {@code k} is decided and none that stays names it, nobody ever will. What is not named like
 * a Parquet file of ours is left alone.
 */
final class FileSweep {
  /** Files deleted at once. */
  static final int MAX_CONCURRENT_DELETES = 8;

  private final CollectedStore requests;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final NamedFiles named;
  private final Tally tally;
  private final long decided;

  /**
   * A sweep of one run.
   *
   * @param decided the highest slot of the manifests' log that was decided when the run began
   */
  FileSweep(
      CollectedStore requests,
      ObjectStore store,
      WorkspaceKeys keys,
      NamedFiles named,
      Tally tally,
      long decided) {
    this.requests = requests;
    this.store = store;
    this.keys = keys;
    this.named = named;
    this.tally = tally;
    this.decided = decided;
  }

  /** Goes through all files; answers how many of those named are there. */
  Future<Long> run() {
    return page(keys.tables(), null, 0)
        .compose(seen -> page(keys.internal(), null, 0).map(more -> seen + more));
  }

  private Future<Long> page(Prefix folder, Key after, long seen) {
    return requests
        .request(() -> store.list(folder, after, Listing.MAX_LIMIT))
        .compose(
            page -> {
              List<Listing.Entry> entries = page.entries();
              long here = seen + entries.stream().filter(this::isNamed).count();
              return FanOut.map(
                      requests.runtime().scheduler(),
                      entries.stream().filter(this::isGarbage).toList(),
                      MAX_CONCURRENT_DELETES,
                      this::remove)
                  .compose(
                      done ->
                          page.complete() || entries.isEmpty()
                              ? Future.succeededFuture(here)
                              : page(folder, entries.get(entries.size() - 1).key(), here));
            });
  }

  private String path(Listing.Entry entry) {
    return entry.key().text().substring(keys.root().text().length());
  }

  private boolean isNamed(Listing.Entry entry) {
    return named.contains(path(entry));
  }

  private boolean isGarbage(Listing.Entry entry) {
    OptionalLong manifest = ShardFile.manifestOf(path(entry));
    return manifest.isPresent() && manifest.getAsLong() <= decided && !isNamed(entry);
  }

  private Future<Void> remove(Listing.Entry entry) {
    tally.add(Kind.FILE, entry.size());
    return requests.change(() -> store.delete(entry.key()));
  }
}
