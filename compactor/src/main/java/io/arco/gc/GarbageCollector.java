package io.arco.gc;

import io.arco.gc.Tally.Kind;
import io.arco.journal.CommitCodec;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.WorkspaceFile;
import io.arco.log.KeptSlots;
import io.arco.log.LogListing;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.RoleStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes from one workspace what retention no longer keeps: manifests, copies of them, commits,
 * and files that no manifest names. Safe while servers read and write, while another run is on its
 * way, and when stopped at any instant: the next run goes on. See docs/design/007-retention.md.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class GarbageCollector {
  /** How far the newest manifest or commit may be ahead of this machine's clock: 5 minutes. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final Runtime runtime;
  private final ObjectStore store;
  private final KeptSlots journal;
  private final WorkspaceKeys keys;
  private final RetentionOptions options;

  /**
   * A collector of one workspace.
   *
   * @param store may delete what {@link #role} lets it
   * @param journal where commits are
   */
  public GarbageCollector(
      Runtime runtime,
      ObjectStore store,
      KeptSlots journal,
      WorkspaceKeys keys,
      RetentionOptions options) {
    this.runtime = runtime;
    this.store = store;
    this.journal = journal;
    this.keys = keys;
    this.options = options;
  }

  /**
   * A store as garbage collection may use it: it puts only copies of manifests, and deletes only
   * commits, manifests, their copies and files.
   */
  public static ObjectStore role(ObjectStore store, WorkspaceKeys keys) {
    return new RoleStore(
        store,
        "gc",
        Set.of(keys.keptSnapshots()),
        Set.of(),
        Set.of(keys.journal(), keys.snapshots(), keys.tables(), keys.internal()));
  }

  /**
   * Looks for what goes, and deletes it if asked to.
   *
   * @return fails with {@link CollectionRefusedException} where clocks or sizes forbid it, with
   *     {@link CorruptObjectException} where the workspace is damaged, with {@link
   *     io.arco.problem.ProblemException} FORMAT_TOO_NEW or JOURNAL_ELSEWHERE, and as the store
   *     does; what was deleted until then was garbage
   */
  public Future<CollectionReport> run(boolean apply) {
    return new Run(apply).run();
  }

  /** One run. */
  private final class Run {
    private final CollectedStore requests;
    private final NamedFiles named = new NamedFiles(NamedFiles.MAX_FILES);
    private final Tally tally = new Tally();
    private final long nowMillis = runtime.clock().wallMillis();
    private final boolean apply;
    private final KeptCopies copies;
    private long newest;
    private long oldest;
    private long floor = 1;

    Run(boolean apply) {
      this.apply = apply;
      this.requests = new CollectedStore(runtime, apply);
      this.copies =
          new KeptCopies(
              keys.workspace(),
              requests,
              new ObjectSlots(store, keys.keptSnapshots()),
              named,
              tally,
              options.keep().map(keep -> nowMillis - keep.toMillis()));
    }

    Future<CollectionReport> run() {
      return requests
          .request(() -> store.get(keys.workspaceFile()).compose(this::checkFile))
          .compose(found -> requests.request(new Snapshots(runtime, store, keys)::newest))
          .compose(
              manifest -> manifest.isPresent() ? collect(manifest.get()) : Future.succeededFuture())
          .map(done -> report());
    }

    private Future<Void> checkFile(ReadOutcome outcome) {
      if (!(outcome instanceof ReadOutcome.Found found)) {
        return Future.failedFuture(new CorruptObjectException(WorkspaceFile.NAME, "it is missing"));
      }
      WorkspaceFile.decode(keys.workspace(), found.bytes()).requireJournal(journal.keptIn());
      return Future.succeededFuture();
    }

    private Future<Void> collect(StoredManifest head) {
      newest = head.manifest().number();
      long graceLimit = nowMillis - options.grace().toMillis();
      ManifestSweep manifests =
          new ManifestSweep(
              keys.workspace(),
              requests,
              new ObjectSlots(store, keys.snapshots()),
              copies,
              named,
              tally,
              newest,
              graceLimit);
      return checkClock("manifest " + newest, head.manifest().publishedAt())
          .compose(done -> newestCommit(head.manifest().journal().sequence()))
          .compose(done -> copies.scan())
          .compose(done -> manifests.run())
          .compose(kept -> kept.isPresent() ? collectBelow(kept.get()) : Future.succeededFuture());
    }

    /** Commits and files go only while all files are there that the manifests name which stay. */
    private Future<Void> collectBelow(SeenManifest kept) {
      oldest = kept.number();
      CollectedStore reading = new CollectedStore(runtime, false);
      return new FileSweep(reading, store, keys, named, new Tally(), newest)
          .run()
          .compose(this::checkFiles)
          .compose(done -> commits(Position.of(kept)))
          .compose(
              done -> new FileSweep(requests, store, keys, named, tally, newest).run().mapEmpty());
    }

    private Future<Void> checkFiles(long seen) {
      return seen == named.size()
          ? Future.succeededFuture()
          : Future.failedFuture(
              new CollectionRefusedException(
                  named.size()
                      - seen
                      + " files are missing that manifests name; run 'arco verify'. No commit and"
                      + " no file was deleted"));
    }

    private Future<Void> commits(Position oldestKept) {
      if (options.journal().isEmpty()) {
        return Future.succeededFuture();
      }
      Duration least =
          options.journal().get().compareTo(options.grace()) < 0
              ? options.grace()
              : options.journal().get();
      long limit = nowMillis - least.toMillis();
      List<Position> kept = new ArrayList<>(copies.positions());
      kept.add(oldestKept);
      Optional<Position> highest =
          kept.stream()
              .filter(position -> position.timeMillis() <= limit)
              .filter(position -> position.sequence() <= oldestKept.sequence())
              .max(Comparator.comparingLong(Position::sequence));
      if (highest.isEmpty()) {
        return Future.succeededFuture();
      }
      floor = highest.get().sequence();
      return new JournalSweep(requests, journal, tally, highest.get()).run();
    }

    /** The newest commit says what time it is at least. */
    private Future<Void> newestCommit(long included) {
      return requests
          .request(() -> new LogListing(journal).highest(included))
          .compose(n -> n.isEmpty() ? Future.succeededFuture() : checkCommit(n.getAsLong()));
    }

    private Future<Void> checkCommit(long n) {
      return requests
          .request(
              () ->
                  journal
                      .get(n)
                      .map(
                          bytes ->
                              CommitCodec.decode(
                                      journal.nameOf(n), keys.workspace(), n, bytes.orElseThrow())
                                  .header()))
          .compose(header -> checkClock("commit " + n, header.committedAt()));
    }

    private Future<Void> checkClock(String what, Instant at) {
      long aheadMillis = at.toEpochMilli() - nowMillis;
      return aheadMillis <= CLOCK_TOLERANCE.toMillis()
          ? Future.succeededFuture()
          : Future.failedFuture(
              new CollectionRefusedException(
                  what
                      + " is "
                      + Duration.ofMillis(aheadMillis)
                      + " ahead of this machine's clock: one of the clocks is wrong. Nothing was"
                      + " deleted"));
    }

    private CollectionReport report() {
      return new CollectionReport(
          apply,
          oldest,
          newest,
          floor,
          tally.of(Kind.MANIFEST),
          tally.of(Kind.KEPT_ADDED),
          tally.of(Kind.KEPT_REMOVED),
          tally.of(Kind.COMMIT),
          tally.of(Kind.FILE),
          tally.of(Kind.STRAY));
    }
  }
}
