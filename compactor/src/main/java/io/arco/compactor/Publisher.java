package io.arco.compactor;

import io.arco.compactor.PublishResult.Published;
import io.arco.compactor.PublishResult.Superseded;
import io.arco.journal.Hash;
import io.arco.log.Backoff;
import io.arco.log.Decided;
import io.arco.log.FencedException;
import io.arco.log.NumberedLog;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Hint;
import io.arco.snapshot.JournalPosition;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;
import io.arco.table.TableDefinition;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes snapshots of one workspace, one after the other: files first, then the manifest that
 * names them, then the hint. The manifest's number is the fence: any number of publishers may try,
 * one wins each number, and what the others wrote is named by nobody.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class Publisher {
  /** How many tables are worked on at once. */
  static final int MAX_CONCURRENT_TABLES = 4;

  /** How many rows of recently written files are kept. */
  static final int MAX_CACHED_ROWS = 64 * 1024;

  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final String writerId;
  private final Snapshots snapshots;
  private final NumberedLog log;
  private final FileWriter files;
  private final HintWriter hint;
  private final Archive archive;
  private final ShardCache cache = new ShardCache(MAX_CACHED_ROWS);
  private StoredManifest current;
  private boolean publishing;

  private Publisher(
      Runtime runtime,
      ObjectStore store,
      WorkspaceKeys keys,
      String writerId,
      Snapshots snapshots,
      Optional<StoredManifest> current,
      Archive archive) {
    this.archive = archive;
    this.runtime = runtime;
    this.keys = keys;
    this.writerId = writerId;
    this.snapshots = snapshots;
    this.log = snapshots.log();
    this.files = new FileWriter(runtime, store, keys, Backoff.DEFAULT);
    this.hint = new HintWriter(runtime, store, keys);
    this.current = current.orElse(null);
  }

  /**
   * A publisher that goes on from the newest snapshot. Fails as {@link Snapshots#newest} does.
   *
   * @param store may write under {@code tables/}, {@code internal/} and {@code snapshots/}
   * @param writerId unlike that of any other publisher, now or ever
   */
  public static Future<Publisher> open(
      Runtime runtime, ObjectStore store, WorkspaceKeys keys, String writerId) {
    return open(runtime, store, keys, writerId, Archive.NONE);
  }

  /**
   * The same for a journal that is not kept in the bucket.
   *
   * @param archive sees that the bucket holds every commit a manifest includes
   */
  public static Future<Publisher> open(
      Runtime runtime, ObjectStore store, WorkspaceKeys keys, String writerId, Archive archive) {
    Snapshots snapshots = new Snapshots(runtime, store, keys);
    return snapshots
        .newest()
        .map(newest -> new Publisher(runtime, store, keys, writerId, snapshots, newest, archive));
  }

  /** The newest manifest this publisher knows of. */
  public Optional<StoredManifest> current() {
    return Optional.ofNullable(current);
  }

  /**
   * Publishes the next snapshot: {@link #current} with these changes. Fails with {@link
   * io.arco.store.StoreException} if files could not be written or read, with {@link
   * io.arco.journal.CorruptObjectException} if what is there is not what it must be: then nothing
   * is published, and the same changes may be tried again.
   *
   * @throws IllegalStateException if the call before has not ended
   * @throws IllegalArgumentException if the input reaches no further than the newest manifest or
   *     leaves out a table of it
   */
  public Future<PublishResult> publish(SnapshotInput input) {
    if (publishing) {
      throw new IllegalStateException("the snapshot before is still being published");
    }
    check(input);
    publishing = true;
    return goOn()
        .compose(moved -> moved ? Future.succeededFuture(superseded()) : write(input))
        .onComplete(done -> publishing = false);
  }

  /**
   * Goes on to the newest manifest that anybody published.
   *
   * @throws IllegalStateException if a snapshot is being published
   */
  public Future<Void> refresh() {
    if (publishing) {
      throw new IllegalStateException("a snapshot is being published");
    }
    publishing = true;
    return goOn().<Void>mapEmpty().onComplete(done -> publishing = false);
  }

  /** Whether the newest known manifest is certainly still there, so that its files are. */
  boolean isCurrentKept() {
    return log.covers(next());
  }

  /** Gives up what is being published; a manifest on its way may still be written. */
  public void close() {
    archive.close();
    log.close();
  }

  /** Goes on to the newest manifest; answers whether that is another than was known. */
  private Future<Boolean> goOn() {
    return log.tail(next(), hashOfCurrent())
        .next()
        .compose(taken -> taken.isPresent() ? adopt(taken.get()) : Future.succeededFuture(false))
        .recover(
            failure ->
                failure instanceof FencedException ? openAnew() : Future.failedFuture(failure));
  }

  private Future<Boolean> adopt(byte[] next) {
    StoredManifest successor = snapshots.successor(current, next);
    return snapshots
        .follow(successor)
        .map(
            newest -> {
              current = newest;
              return true;
            });
  }

  /** For when retention has gone past the newest known manifest, or may have. */
  private Future<Boolean> openAnew() {
    long known = next();
    return snapshots
        .newest()
        .map(
            newest -> {
              current = newest.orElse(current);
              return next() != known;
            });
  }

  private Superseded superseded() {
    return new Superseded(current);
  }

  private Hash hashOfCurrent() {
    return current == null ? Hash.NONE : current.hash();
  }

  private long next() {
    return current == null ? 1 : current.manifest().number() + 1;
  }

  private void check(SnapshotInput input) {
    if (current == null) {
      return;
    }
    if (input.sequence() <= current.manifest().journal().sequence()) {
      throw new IllegalArgumentException(
          "sequence " + input.sequence() + " is in the newest snapshot already");
    }
    List<String> listed = input.changes().keySet().stream().map(TableDefinition::folder).toList();
    for (TableFiles table : current.manifest().tables()) {
      if (!listed.contains(table.folder())) {
        throw new IllegalArgumentException(table.folder() + " is left out");
      }
    }
  }

  private Future<PublishResult> write(SnapshotInput input) {
    List<TableDefinition> tables =
        input.changes().keySet().stream()
            .sorted(Comparator.comparing(TableDefinition::folder))
            .toList();
    return FanOut.map(
            runtime.scheduler(), tables, MAX_CONCURRENT_TABLES, table -> publish(table, input))
        .compose(
            written ->
                archive
                    .copied(archivedTo() + 1, input.sequence())
                    .compose(archived -> append(input, written)));
  }

  /** Every manifest was written after the commits it includes were in the bucket. */
  private long archivedTo() {
    return current == null ? 0 : current.manifest().journal().sequence();
  }

  private Future<TablePublisher.Result> publish(TableDefinition table, SnapshotInput input) {
    TableFiles before =
        current()
            .flatMap(manifest -> manifest.manifest().table(table))
            .orElse(TableFiles.empty(table));
    return new TablePublisher(runtime, snapshots, files, cache, table, next(), before)
        .publish(input.changes().get(table));
  }

  private Future<PublishResult> append(SnapshotInput input, List<TablePublisher.Result> tables) {
    Manifest manifest =
        new Manifest(
            keys.workspace(),
            next(),
            hashOfCurrent(),
            Instant.ofEpochMilli(runtime.clock().wallMillis()),
            writerId,
            new JournalPosition(input.sequence(), input.headHash(), input.committedAt()),
            input.stateHash(),
            Map.of(),
            tables.stream().map(TablePublisher.Result::table).toList());
    byte[] bytes = ManifestCodec.encode(manifest);
    return log.append(manifest.number(), bytes, hashOfCurrent())
        .compose(
            decided -> {
              if (!(decided instanceof Decided.Won)) {
                return goOn().map(moved -> superseded());
              }
              current = new StoredManifest(manifest, Hash.of(bytes));
              return hint.write(new Hint(manifest.number(), input.sequence(), null))
                  .map(done -> published(tables, bytes.length));
            });
  }

  private Published published(List<TablePublisher.Result> tables, int manifestBytes) {
    int puts = 1 + tables.stream().mapToInt(TablePublisher.Result::puts).sum();
    long bytes = manifestBytes + tables.stream().mapToLong(TablePublisher.Result::bytes).sum();
    return new Published(current, puts, bytes);
  }
}
