package io.arco.verify;

import io.arco.journal.Hash;
import io.arco.journal.WorkspaceFile;
import io.arco.ledger.Domains;
import io.arco.log.Backoff;
import io.arco.log.LogListing;
import io.arco.log.LogNumbers;
import io.arco.log.NumberedLog;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one workspace from end to end: its file; every commit by itself, chained and folded; every
 * manifest, chained and against the journal; every file any manifest names, by size, checksum and
 * keys; and that the newest snapshot shows the rows and the hash of the fold. May list. Not for a
 * workspace that is being written: what is committed meanwhile may be missed, nothing sound is
 * reported.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class Verifier {
  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final Domains domains;
  private final Snapshots snapshots;
  private final LogNumbers numbers;
  private final NumberedLog journal;
  private final Findings findings = new Findings();
  private final JournalCheck journalCheck;
  private final Set<String> files = new HashSet<>();
  private long manifests;
  private long fileBytes;
  private long unreferenced;

  /** A verifier of one workspace, for one use; of its journal it reads what is in the store. */
  public Verifier(Runtime runtime, ObjectStore store, WorkspaceKeys keys, Domains domains) {
    this(
        runtime,
        store,
        keys,
        domains,
        new ObjectSlots(store, keys.journal()),
        new LogListing(store, keys.journal()));
  }

  /**
   * The same over a journal that is kept elsewhere.
   *
   * @param slots the journal's commits
   * @param numbers which there are
   */
  public Verifier(
      Runtime runtime,
      ObjectStore store,
      WorkspaceKeys keys,
      Domains domains,
      Slots slots,
      LogNumbers numbers) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.domains = domains;
    this.snapshots = new Snapshots(runtime, store, keys);
    this.numbers = numbers;
    this.journal = new NumberedLog(slots, runtime, Backoff.DEFAULT);
    this.journalCheck = new JournalCheck(keys.workspace(), domains, findings);
  }

  /** Reads it all. Fails only where the store does. */
  public Future<Report> verify() {
    return runtime
        .onScheduler(store.get(keys.workspaceFile()))
        .compose(this::workspaceFile)
        .compose(done -> runtime.onScheduler(numbers.numbers()))
        .compose(this::commits)
        .compose(done -> onWorker(journalCheck::checkSums))
        .compose(done -> runtime.onScheduler(new LogListing(store, keys.snapshots()).numbers()))
        .compose(this::manifests)
        .compose(done -> countUnreferenced(keys.tables(), null))
        .compose(done -> countUnreferenced(keys.internal(), null))
        .map(done -> report());
  }

  private Report report() {
    return new Report(
        journalCheck.state().sequence(),
        journalCheck.commits(),
        manifests,
        files.size(),
        journalCheck.bytes() + fileBytes,
        unreferenced,
        journalCheck.state().hash(),
        findings.all());
  }

  private Future<Void> workspaceFile(ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      try {
        WorkspaceFile.decode(keys.workspace(), found.bytes());
      } catch (RuntimeException e) {
        findings.add(WorkspaceFile.NAME, e);
      }
    } else {
      findings.add(WorkspaceFile.NAME, "it is missing");
    }
    return Future.succeededFuture();
  }

  private Future<Void> commits(List<Long> numbers) {
    Future<Void> done = Future.succeededFuture();
    long expected = 1;
    for (long n : numbers) {
      for (; expected < n; expected++) {
        String missing = journal.nameOf(expected);
        done = done.compose(before -> onWorker(() -> journalCheck.missing(missing)));
      }
      expected = n + 1;
      done = done.compose(before -> commit(n));
    }
    return done;
  }

  private Future<Void> commit(long n) {
    return journal
        .read(n)
        .compose(
            bytes ->
                onWorker(
                    () ->
                        bytes.ifPresent(
                            content -> journalCheck.commit(n, journal.nameOf(n), content))));
  }

  private Future<Void> manifests(List<Long> numbers) {
    Future<StoredManifest> last = Future.succeededFuture(null);
    long expected = 1;
    for (long k : numbers) {
      long missing = expected;
      boolean gap = k != expected;
      expected = k + 1;
      last =
          last.compose(
              previous -> {
                if (gap) {
                  findings.add(nameOf(missing), "it is missing, though there are later manifests");
                }
                return manifest(k, gap ? null : previous, k == numbers.get(numbers.size() - 1));
              });
    }
    return last.mapEmpty();
  }

  private Future<StoredManifest> manifest(long k, StoredManifest previous, boolean newest) {
    return snapshots
        .read(k)
        .map(found -> check(k, found, previous))
        .recover(
            failure -> {
              findings.add(nameOf(k), failure);
              return Future.succeededFuture(null);
            })
        .compose(
            stored ->
                stored == null
                    ? Future.succeededFuture(null)
                    : files(stored.manifest(), newest).map(stored));
  }

  private StoredManifest check(long k, Optional<StoredManifest> found, StoredManifest previous) {
    manifests++;
    StoredManifest stored = found.orElseThrow();
    Manifest manifest = stored.manifest();
    if (previous != null && !manifest.previousHash().equals(previous.hash())) {
      findings.add(
          nameOf(k),
          "it follows "
              + manifest.previousHash()
              + ", the manifest before hashes to "
              + previous.hash());
    }
    long sequence = manifest.journal().sequence();
    Hash commit = journalCheck.hashOf(sequence);
    if (!manifest.journal().hash().equals(commit)) {
      findings.add(
          journal.nameOf(sequence),
          commit == null
              ? "it is missing, though manifest " + k + " includes it"
              : "it hashes to "
                  + commit
                  + ", manifest "
                  + k
                  + " says "
                  + manifest.journal().hash());
    }
    String state = journalCheck.stateHashAt(sequence);
    if (state != null && !state.equals(manifest.stateHash())) {
      findings.add(
          nameOf(k),
          "its state hash is "
              + manifest.stateHash()
              + ", the fold's at "
              + sequence
              + " "
              + state);
    }
    return stored;
  }

  private Future<Void> files(Manifest manifest, boolean newest) {
    Future<Void> done = Future.succeededFuture();
    for (TableDefinition table : domains.tables()) {
      Optional<TableFiles> listed = manifest.table(table);
      if (listed.isPresent()) {
        done = done.compose(before -> table(manifest, table, listed.get(), newest));
      }
    }
    return done;
  }

  private Future<Void> table(
      Manifest manifest, TableDefinition table, TableFiles listed, boolean newest) {
    List<Row> rows = new ArrayList<>();
    Future<Boolean> sound = Future.succeededFuture(true);
    for (ShardFile file : listed.files()) {
      if (files.add(file.path()) || newest) {
        sound = sound.compose(before -> file(table, file, rows).map(is -> is && before));
      }
    }
    boolean comparable = newest && manifest.journal().sequence() == journalCheck.state().sequence();
    return sound.compose(
        all -> all && comparable ? onWorker(() -> compare(table, rows)) : onWorker(() -> {}));
  }

  private Future<Boolean> file(TableDefinition table, ShardFile file, List<Row> rows) {
    fileBytes += file.bytes();
    return snapshots
        .rows(table, file)
        .map(rows::addAll)
        .map(true)
        .recover(
            failure -> {
              findings.add(file.path(), failure);
              return Future.succeededFuture(false);
            });
  }

  private void compare(TableDefinition table, List<Row> rows) {
    List<Row> folded = List.copyOf(journalCheck.rows(table).values());
    if (!rows.equals(folded)) {
      findings.add(
          table.folder(),
          "its " + rows.size() + " rows are not the " + folded.size() + " rows of the fold");
    }
  }

  private Future<Void> countUnreferenced(Prefix folder, Key after) {
    return runtime
        .onScheduler(store.list(folder, after, Listing.MAX_LIMIT))
        .compose(
            page -> {
              int skip = keys.root().text().length();
              Key last = after;
              for (Listing.Entry entry : page.entries()) {
                last = entry.key();
                if (!files.contains(last.text().substring(skip))) {
                  unreferenced++;
                }
              }
              return page.complete() || page.entries().isEmpty()
                  ? Future.succeededFuture()
                  : countUnreferenced(folder, last);
            });
  }

  private static String nameOf(long manifest) {
    return "snapshots/" + ObjectSlots.fileName(manifest);
  }

  private Future<Void> onWorker(Runnable task) {
    return runtime.onScheduler(
        runtime
            .workers()
            .call(
                () -> {
                  task.run();
                  return null;
                }));
  }
}
