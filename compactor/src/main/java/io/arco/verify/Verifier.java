package io.arco.verify;

import io.arco.journal.Hash;
import io.arco.journal.WorkspaceFile;
import io.arco.ledger.Domains;
import io.arco.log.KeptSlots;
import io.arco.log.LogListing;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one workspace from end to end: its file; every commit by itself, chained and folded; every
 * manifest and kept copy, chained and against the journal; every file any of them names, by size,
 * checksum and keys; and that the newest snapshot shows the rows and the hash of the fold. May
 * list. Not for a workspace that is being written: what is committed meanwhile may be missed,
 * nothing sound is reported.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class Verifier {
  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final Domains domains;
  private final Snapshots snapshots;
  private final KeptSlots journal;
  private final Findings findings = new Findings();
  private final JournalCheck journalCheck;
  private final Reading reading;
  private final Map<Long, Hash> manifestHashes = new HashMap<>();
  private final Set<String> files = new HashSet<>();
  private List<Long> manifestNumbers = List.of();
  private List<Long> copyNumbers = List.of();
  private long manifests;
  private long fileBytes;
  private long unreferenced;

  /** A verifier of one workspace, for one use; of its journal it reads what is in the store. */
  public Verifier(Runtime runtime, ObjectStore store, WorkspaceKeys keys, Domains domains) {
    this(runtime, store, keys, domains, new ObjectSlots(store, keys.journal()));
  }

  /**
   * The same over a journal that is kept elsewhere.
   *
   * @param journal the journal's commits
   */
  public Verifier(
      Runtime runtime, ObjectStore store, WorkspaceKeys keys, Domains domains, KeptSlots journal) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.domains = domains;
    this.snapshots = new Snapshots(runtime, store, keys);
    this.journal = journal;
    this.reading = new Reading(runtime, store, keys, domains, snapshots, findings);
    this.journalCheck = new JournalCheck(keys.workspace(), domains, findings);
  }

  /** Reads it all. Fails only where the store does. */
  public Future<Report> verify() {
    return runtime
        .onScheduler(store.get(keys.workspaceFile()))
        .compose(this::workspaceFile)
        .compose(done -> numbers())
        .compose(done -> runtime.onScheduler(new LogListing(journal).numbers()))
        .compose(this::commits)
        .compose(done -> reading.onWorker(journalCheck::checkSums))
        .compose(done -> copies())
        .compose(done -> manifests())
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

  private Future<Void> numbers() {
    return numbers(keys.snapshots())
        .compose(this::withoutStrays)
        .compose(
            log -> {
              manifestNumbers = log;
              return numbers(keys.keptSnapshots());
            })
        .compose(
            kept -> {
              copyNumbers = kept;
              return Future.succeededFuture();
            });
  }

  /**
   * Leaves out what stopped servers have put into slots below the log that retention had emptied:
   * manifests that the next one does not follow, if what lies above them is old enough for that.
   */
  private Future<List<Long>> withoutStrays(List<Long> log) {
    return lowestFollowed(log, 0)
        .compose(
            own ->
                own == 0
                    ? Future.succeededFuture(0)
                    : reading
                        .manifest(reading.manifests(), log.get(own))
                        .map(found -> found.map(StoredManifest::manifest))
                        .map(found -> found.filter(reading::isOldEnoughForRetention).isPresent())
                        .otherwise(false)
                        .map(old -> old ? own : 0))
        .map(
            strays -> {
              unreferenced += strays;
              return log.subList(strays, log.size());
            });
  }

  /** The index of the lowest manifest that the next one follows; of the newest if there is none. */
  private Future<Integer> lowestFollowed(List<Long> log, int index) {
    if (index >= log.size() - 1) {
      return Future.succeededFuture(index);
    }
    return isFollowed(log.get(index), log.get(index + 1))
        .compose(is -> is ? Future.succeededFuture(index) : lowestFollowed(log, index + 1));
  }

  /** What can't be read was not put by anybody: it is named when its turn comes. */
  private Future<Boolean> isFollowed(long k, long next) {
    if (next != k + 1) {
      return Future.succeededFuture(false);
    }
    return reading
        .manifest(reading.manifests(), k)
        .compose(
            one ->
                reading
                    .manifest(reading.manifests(), next)
                    .map(
                        other ->
                            one.isEmpty()
                                || other.isEmpty()
                                || other.get().manifest().previousHash().equals(one.get().hash())))
        .otherwise(true);
  }

  private Future<List<Long>> numbers(Prefix folder) {
    return runtime.onScheduler(new LogListing(store, folder).numbers());
  }

  private Future<Void> commits(List<Long> numbers) {
    return new JournalWalk(
            reading, journal, journalCheck, LogRuns.of(numbers), manifestNumbers, copyNumbers)
        .run()
        .compose(
            strays -> {
              unreferenced += strays;
              return Future.succeededFuture();
            });
  }

  private Future<Void> copies() {
    Future<Void> done = Future.succeededFuture();
    for (long k : copyNumbers) {
      done = done.compose(before -> manifest(reading.copies(), k, false).mapEmpty());
    }
    return done;
  }

  /** The log's manifests: there is no gap between them. */
  private Future<Void> manifests() {
    Future<Void> done = Future.succeededFuture();
    for (LogRuns.Run run : LogRuns.of(manifestNumbers).from(0)) {
      done =
          done.compose(before -> manifests(run, run.first()))
              .map(
                  before -> {
                    if (run.last() < newestManifest()) {
                      findings.add(
                          reading.manifests().nameOf(run.last() + 1),
                          "it is missing, though there are later manifests");
                    }
                    return null;
                  });
    }
    return done;
  }

  private long newestManifest() {
    return manifestNumbers.get(manifestNumbers.size() - 1);
  }

  private Future<Void> manifests(LogRuns.Run run, long k) {
    return manifest(reading.manifests(), k, k == newestManifest())
        .compose(done -> k == run.last() ? Future.succeededFuture() : manifests(run, k + 1));
  }

  private Future<Void> manifest(Slots slots, long k, boolean newest) {
    manifests++;
    return reading
        .manifest(slots, k)
        .recover(failure -> reading.noted(slots.nameOf(k), failure, Optional.empty()))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture();
              }
              check(slots.nameOf(k), found.get());
              return files(found.get().manifest(), newest);
            });
  }

  private void check(String object, StoredManifest stored) {
    Manifest manifest = stored.manifest();
    long k = manifest.number();
    Hash previous = manifestHashes.get(k - 1);
    if (previous != null && !manifest.previousHash().equals(previous)) {
      findings.add(
          object,
          "it follows " + manifest.previousHash() + ", the manifest before hashes to " + previous);
    }
    Hash copied = manifestHashes.put(k, stored.hash());
    if (copied != null && !copied.equals(stored.hash())) {
      findings.add(reading.copies().nameOf(k), "it is not a copy of manifest " + k);
    }
    checkAgainstJournal(object, manifest);
  }

  private void checkAgainstJournal(String object, Manifest manifest) {
    long sequence = manifest.journal().sequence();
    Hash commit = journalCheck.hashOf(sequence);
    boolean mayBeGone = journalCheck.isBelowFloor(sequence);
    if (commit == null && !mayBeGone) {
      findings.add(
          journal.nameOf(sequence),
          "it is missing, though manifest " + manifest.number() + " includes it");
    } else if (commit != null && !manifest.journal().hash().equals(commit)) {
      findings.add(
          journal.nameOf(sequence),
          "it hashes to "
              + commit
              + ", manifest "
              + manifest.number()
              + " says "
              + manifest.journal().hash());
    }
    String state = journalCheck.stateHashAt(sequence);
    if (state != null && !state.equals(manifest.stateHash())) {
      findings.add(
          object,
          "its state hash is "
              + manifest.stateHash()
              + ", the fold's at "
              + sequence
              + " "
              + state);
    }
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
        all ->
            all && comparable
                ? reading.onWorker(() -> compare(table, rows))
                : reading.onWorker(() -> {}));
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
    boolean isSame = rows.size() == folded.size();
    for (int i = 0; isSame && i < folded.size(); i++) {
      isSame = table.isSame(rows.get(i), folded.get(i));
    }
    if (!isSame) {
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
}
