package io.arco.snapshot;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.journal.Rereads;
import io.arco.log.Backoff;
import io.arco.log.LogListing;
import io.arco.log.NumberedLog;
import io.arco.log.ObjectSlots;
import io.arco.log.Tail;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The snapshots of one workspace, for reading.
 *
 * <p>Futures fail with {@link CorruptObjectException} where an object is not what it must be, with
 * {@link io.arco.problem.ProblemException} FORMAT_TOO_NEW where a newer Arco wrote it, and with
 * {@link io.arco.store.StoreException} where the store does. Methods are called on the runtime's
 * scheduler, and futures complete there.
 */
public final class Snapshots {
  /** How many files are read and decoded at once. */
  public static final int MAX_CONCURRENT_READS = 8;

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final NumberedLog log;
  private final ObjectSlots kept;

  /** The snapshots of the workspace of these keys in that store. */
  public Snapshots(Runtime runtime, ObjectStore store, WorkspaceKeys keys) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.kept = new ObjectSlots(store, keys.keptSnapshots());
    this.log =
        new NumberedLog(
            new ObjectSlots(store, keys.snapshots()),
            runtime,
            Backoff.DEFAULT,
            0,
            (n, bytes) -> ManifestCodec.isSound(keys.workspace(), n, bytes));
  }

  /** The log of manifests, for the publisher who appends to it. */
  public NumberedLog log() {
    return log;
  }

  /**
   * The newest manifest; empty if there is none. The hint tells where to begin; where it leads to
   * none that is known to be the newest, {@code snapshots/} is listed once.
   */
  public Future<Optional<StoredManifest>> newest() {
    NewestManifest search = new NewestManifest(this, new LogListing(store, keys.snapshots()));
    return onScheduler(store.get(keys.hint())).map(Snapshots::hinted).compose(search::from);
  }

  /**
   * The manifest that the hint names: seldom older than the newest, and found by two reads. Empty
   * if there is no hint, or not what it names.
   */
  public Future<Optional<StoredManifest>> hinted() {
    return onScheduler(store.get(keys.hint()))
        .map(Snapshots::hinted)
        .compose(
            number ->
                number.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : read(number.getAsLong()));
  }

  /** The numbers of the manifests that retention keeps beside the log, ascending. Lists. */
  Future<List<Long>> keptNumbers() {
    return onScheduler(new LogListing(kept).numbers());
  }

  /** A manifest that retention keeps beside the log, if it is there. */
  Future<Optional<StoredManifest>> readKept(long number) {
    return new Rereads(runtime, Backoff.DEFAULT)
        .of(() -> onScheduler(kept.get(number)).map(bytes -> bytes.map(b -> decode(number, b))));
  }

  /** Manifest {@code number}, if it is there. */
  public Future<Optional<StoredManifest>> read(long number) {
    return log.read(number).map(bytes -> bytes.map(b -> decode(number, b)));
  }

  /**
   * Reads on behind a manifest to the newest; answers the same one if it is the newest. Fails with
   * {@link io.arco.log.FencedException} if retention has gone past it: then {@link #newest} tells.
   */
  public Future<StoredManifest> follow(StoredManifest from) {
    return follow(from, log.tail(from.manifest().number() + 1, from.hash()));
  }

  /**
   * Decodes the bytes of the manifest after {@code previous}, and checks that it is.
   *
   * @param previous the manifest before it, or null if it is the first
   */
  public StoredManifest successor(StoredManifest previous, byte[] bytes) {
    long number = previous == null ? 1 : previous.manifest().number() + 1;
    StoredManifest next = decode(number, bytes);
    if (previous != null) {
      if (!next.manifest().previousHash().equals(previous.hash())) {
        throw unchained(previous, next);
      }
      if (next.manifest().journal().sequence() <= previous.manifest().journal().sequence()) {
        throw new CorruptObjectException(
            log.nameOf(number), "reaches no further than the one before");
      }
    }
    return next;
  }

  /**
   * Reads all rows of these tables, verifying every file. Rows are held in memory.
   *
   * @param tables each at most once; one that the snapshot lacks has no rows
   */
  public Future<TableRows> load(Manifest manifest, Collection<TableDefinition> tables) {
    record Part(TableDefinition table, ShardFile file) {}
    List<Part> parts = new ArrayList<>();
    for (TableDefinition table : tables) {
      manifest.table(table).map(TableFiles::files).orElse(List.of()).stream()
          .map(file -> new Part(table, file))
          .forEach(parts::add);
    }
    return FanOut.map(
            runtime.scheduler(),
            parts,
            MAX_CONCURRENT_READS,
            part -> rows(part.table(), part.file()))
        .map(
            loaded -> {
              Map<String, List<Row>> rows = new HashMap<>();
              for (int i = 0; i < loaded.size(); i++) {
                String folder = parts.get(i).table().folder();
                rows.computeIfAbsent(folder, f -> new ArrayList<>()).addAll(loaded.get(i));
              }
              return table -> rows.getOrDefault(table.folder(), List.of());
            });
  }

  /** Reads and verifies one file. */
  public Future<List<Row>> rows(TableDefinition table, ShardFile file) {
    return new Rereads(runtime, Backoff.DEFAULT)
        .of(
            () ->
                runtime.onScheduler(
                    store
                        .get(keys.file(file.path()))
                        .compose(outcome -> decoded(table, file, outcome))));
  }

  private Future<List<Row>> decoded(TableDefinition table, ShardFile file, ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      return runtime.workers().call(() -> ShardReader.read(table, file, found.bytes()));
    }
    return Future.failedFuture(
        new CorruptObjectException(file.path(), "missing, but its manifest names it"));
  }

  private Future<StoredManifest> follow(StoredManifest from, Tail tail) {
    return tail.next()
        .compose(
            bytes ->
                bytes.isEmpty()
                    ? Future.succeededFuture(from)
                    : follow(successor(from, bytes.get()), tail));
  }

  /** What a manifest is that does not name the one before it. */
  CorruptObjectException unchained(StoredManifest previous, StoredManifest next) {
    return new CorruptObjectException(
        log.nameOf(next.manifest().number()),
        "names "
            + next.manifest().previousHash()
            + " as the hash of the one before, which is "
            + previous.hash());
  }

  <T> Future<T> onScheduler(Future<T> future) {
    return runtime.onScheduler(future);
  }

  StoredManifest decode(long number, byte[] bytes) {
    Manifest manifest = ManifestCodec.decode(keys.workspace(), number, log.nameOf(number), bytes);
    return new StoredManifest(manifest, Hash.of(bytes));
  }

  private static OptionalLong hinted(ReadOutcome outcome) {
    return outcome instanceof ReadOutcome.Found found
        ? Hint.manifestIn(found.bytes())
        : OptionalLong.empty();
  }
}
