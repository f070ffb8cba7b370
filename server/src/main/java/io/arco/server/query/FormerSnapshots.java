package io.arco.server.query;

import io.arco.compactor.UnpublishedSnapshot;
import io.arco.journal.CorruptObjectException;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Runtime;
import io.arco.server.sql.SqlSource;
import io.arco.snapshot.FormerManifests;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * System tables as they were at a sequence: those of the newest manifest at or before it, with the
 * rows of the commits behind that, in files beside ({@link SideFiles}). Each is made once for all
 * who ask; a bounded number is kept, and none goes while somebody uses it. May be called from any
 * thread.
 */
public final class FormerSnapshots {
  /** Made at once; one more is OVERLOADED. */
  static final int MAX_MAKING = 4;

  private final Runtime runtime;
  private final ObjectStore store;
  private final Domains domains;
  private final SystemTables tables;
  private final SideFiles side;
  private final int maxKept;
  private final Map<Name, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int making;
  private long made;

  private record Name(Workspace workspace, String life, long sequence) {}

  private static final class Kept {
    private final Future<Made> made;
    private int users;

    Kept(Future<Made> made) {
      this.made = made;
    }
  }

  /** Tables, and the folder of files beside that they need, or null. */
  private record Made(SystemTables.Brought brought, SideFiles.Folder folderOrNull) {}

  /**
   * None made yet.
   *
   * @param runtime where they are made
   * @param store where snapshots are
   * @param domains whose tables there are
   * @param tables makes sources of manifests
   * @param side where files beside go
   * @param maxKept how many are kept while nobody uses them
   */
  public FormerSnapshots(
      Runtime runtime,
      ObjectStore store,
      Domains domains,
      SystemTables tables,
      SideFiles side,
      int maxKept) {
    this.runtime = runtime;
    this.store = store;
    this.domains = domains;
    this.tables = tables;
    this.side = side;
    this.maxKept = maxKept;
  }

  /**
   * Has the tables as of a sequence used; they are there until the future of the use is complete.
   * Fails with HISTORY_EXPIRED as {@link Ledger#asOf} does, with OVERLOADED where too many are
   * being made, and as reading manifests and files does.
   *
   * @param sequence not above the newest that the ledger knows
   */
  public <T> Future<T> use(
      Workspace workspace, Ledger ledger, long sequence, Function<SqlSource, Future<T>> use) {
    Name name = new Name(workspace, ledger.state().incarnation().tag(), sequence);
    Kept entry;
    synchronized (kept) {
      entry = kept.get(name);
      if (entry == null || entry.made.failed()) {
        if (making >= MAX_MAKING) {
          return Future.failedFuture(
              Problem.of(ErrorCode.OVERLOADED, "Too many former snapshots are being made.")
                  .with("limit", MAX_MAKING)
                  .asException());
        }
        entry = new Kept(begin(workspace, ledger, sequence));
        kept.put(name, entry);
      }
      entry.users++;
    }
    Kept used = entry;
    return used.made
        .compose(it -> tables.again(workspace, it.brought()))
        .compose(use)
        .onComplete(done -> release(name, used));
  }

  private Future<Made> begin(Workspace workspace, Ledger ledger, long sequence) {
    making++;
    String identity = "former:" + new WorkspaceKeys(workspace).root() + sequence + ":" + ++made;
    Promise<Made> promise = Promise.promise();
    runtime
        .scheduler()
        .execute(
            () ->
                make(workspace, ledger, sequence, identity)
                    // Retention may have taken what was just found.
                    .recover(
                        failure ->
                            failure instanceof CorruptObjectException
                                ? make(workspace, ledger, sequence, identity)
                                : Future.failedFuture(failure))
                    .recover(
                        failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)))
                    .onComplete(
                        done -> {
                          synchronized (kept) {
                            making--;
                          }
                          promise.handle(done);
                        }));
    return promise.future();
  }

  private Future<Made> make(Workspace workspace, Ledger ledger, long sequence, String identity) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    Snapshots snapshots = new Snapshots(runtime, store, keys);
    return new FormerManifests(snapshots)
        .atOrBefore(sequence)
        .compose(
            base -> {
              long reached = base.map(it -> it.manifest().journal().sequence()).orElse(0L);
              if (reached == sequence) {
                return source(workspace, base.map(StoredManifest::manifest), identity);
              }
              return runtime
                  .onScheduler(ledger.changesBetween(reached, sequence))
                  .compose(
                      changes ->
                          side.write(
                              folder ->
                                  new UnpublishedSnapshot(runtime, snapshots, keys, domains)
                                      .write(base, changes, folder.store())
                                      .map(manifest -> new Laid(manifest, folder, base))))
                  .compose(laid -> source(workspace, laid, identity));
            });
  }

  /** A manifest with files beside. */
  private record Laid(Manifest manifest, SideFiles.Folder folder, Optional<StoredManifest> base) {
    /** The files of the base are where they were; the others are beside. */
    LocalFiles files(LocalFiles published) {
      Set<String> paths = new HashSet<>();
      base.stream()
          .flatMap(stored -> stored.manifest().tables().stream())
          .map(TableFiles::files)
          .forEach(files -> files.forEach(file -> paths.add(file.path())));
      return new LocalFiles() {
        @Override
        public Future<Path> path(Workspace workspace, ShardFile file) {
          return paths.contains(file.path())
              ? published.path(workspace, file)
              : folder.path(workspace, file);
        }

        @Override
        public Future<Void> close() {
          return Future.succeededFuture();
        }
      };
    }
  }

  private Future<Made> source(Workspace workspace, Laid laid, String identity) {
    return tables
        .brought(workspace, Optional.of(laid.manifest()), identity, laid.files(tables.files()))
        .map(brought -> new Made(brought, laid.folder()))
        .onFailure(failure -> side.remove(laid.folder()));
  }

  private Future<Made> source(Workspace workspace, Optional<Manifest> manifest, String identity) {
    return tables
        .brought(workspace, manifest, identity, tables.files())
        .map(brought -> new Made(brought, null));
  }

  private void release(Name name, Kept used) {
    synchronized (kept) {
      used.users--;
      if (used.made.failed()) {
        kept.remove(name, used);
      }
      Iterator<Kept> eldestFirst = kept.values().iterator();
      int tooMany = kept.size() - maxKept;
      while (tooMany > 0 && eldestFirst.hasNext()) {
        Kept eldest = eldestFirst.next();
        if (eldest.users == 0) {
          eldestFirst.remove();
          tooMany--;
          eldest
              .made
              .map(Made::folderOrNull)
              .onSuccess(folder -> Optional.ofNullable(folder).ifPresent(side::remove));
        }
      }
    }
  }

  /** How many are kept. */
  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }
}
