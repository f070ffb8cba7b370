package io.arco.repair;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.ledger.Domains;
import io.arco.ledger.Fold;
import io.arco.ledger.WorkspaceState;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.repair.Witnesses.NamedFile;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.Snapshots;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Finds the bytes of Parquet files: those of another store, or the rows of the fold, written anew.
 * A name carries the hash, so nothing else can be taken for it.
 */
final class FileRepair {
  private final Sources sources;
  private final Witnesses witnesses;
  private final Domains domains;
  private final Fold fold;
  private final Map<String, NamedFile> wanted = new HashMap<>();
  private final Map<String, Proposal> found = new HashMap<>();

  FileRepair(Sources sources, Witnesses witnesses, Domains domains) {
    this.sources = sources;
    this.witnesses = witnesses;
    this.domains = domains;
    this.fold = new Fold(sources.keys().workspace(), domains);
  }

  /** The right bytes of these files, as far as they can be found. */
  Future<Map<String, Proposal>> find(List<String> paths) {
    paths.forEach(path -> witnesses.file(path).ifPresent(file -> wanted.put(path, file)));
    Future<Void> done = Future.succeededFuture();
    for (NamedFile file : List.copyOf(wanted.values())) {
      done = done.compose(before -> fromOther(file));
    }
    return done.compose(before -> foldFrom(bases(), 0)).map(before -> found);
  }

  private Future<Void> fromOther(NamedFile file) {
    String path = file.file().path();
    return sources
        .other(sources.keys().file(path))
        .compose(
            bytes -> {
              bytes
                  .filter(content -> Hash.of(content).equals(file.file().sha256()))
                  .ifPresent(
                      content ->
                          found(
                              path,
                              content,
                              "from the other store: it has the checksum its manifest says"));
              return Future.succeededFuture();
            });
  }

  private void found(String path, byte[] content, String how) {
    found.put(path, new Proposal(content, how, true));
    wanted.remove(path);
  }

  /** Where a fold may begin: before commit 1, or at any manifest whose rows are all there. */
  private List<Optional<Manifest>> bases() {
    List<Optional<Manifest>> bases = new ArrayList<>();
    bases.add(Optional.empty());
    witnesses.sound().values().forEach(manifest -> bases.add(Optional.of(manifest)));
    return bases;
  }

  private Future<Void> foldFrom(List<Optional<Manifest>> bases, int index) {
    if (index == bases.size() || wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    return begin(bases.get(index))
        .compose(
            rebuilt ->
                rebuilt.isEmpty()
                    ? foldFrom(bases, index + 1)
                    : step(rebuilt.get())
                        .compose(reached -> foldFrom(bases, behind(bases, index, reached))));
  }

  /** The first base that reaches further than a fold did that stopped. */
  private static int behind(List<Optional<Manifest>> bases, int index, long reached) {
    int next = index + 1;
    while (next < bases.size() && bases.get(next).orElseThrow().journal().sequence() <= reached) {
      next++;
    }
    return next;
  }

  private Future<Optional<Rows>> begin(Optional<Manifest> base) {
    if (base.isEmpty()) {
      return Future.succeededFuture(
          Optional.of(new Rows(WorkspaceState.empty(domains), table -> List.of())));
    }
    Manifest manifest = base.get();
    return new Snapshots(sources.runtime(), sources.here(), sources.keys())
        .load(manifest, domains.tables())
        .compose(rows -> onWorker(() -> restored(manifest, rows)))
        .recover(
            failure ->
                failure instanceof CorruptObjectException
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }

  private Optional<Rows> restored(Manifest manifest, TableRows rows) {
    WorkspaceState state =
        WorkspaceState.restore(
            domains,
            manifest.journal().sequence(),
            manifest.journal().hash(),
            manifest.journal().committedAt(),
            rows);
    return state.hash().equals(manifest.stateHash())
        ? Optional.of(new Rows(state, rows))
        : Optional.empty();
  }

  /** Folds on until a commit is missing or damaged; answers how far it came. */
  private Future<Long> step(Rows rows) {
    if (wanted.isEmpty()) {
      return Future.succeededFuture(rows.state.sequence());
    }
    long n = rows.state.sequence() + 1;
    return sources
        .here(sources.keys().journal().key(ObjectSlots.fileName(n)))
        .compose(
            commit ->
                commit.isEmpty()
                    ? Future.succeededFuture(rows.state.sequence())
                    : onWorker(() -> rows.fold(n, commit.get()))
                        .compose(
                            folded ->
                                folded
                                    ? step(rows)
                                    : Future.succeededFuture(rows.state.sequence())));
  }

  private <T> Future<T> onWorker(Callable<T> task) {
    return sources.runtime().onScheduler(sources.runtime().workers().call(task));
  }

  /** The rows of all tables at one commit. */
  private final class Rows implements RowSink {
    private final Map<TableDefinition, SortedMap<RowKey, Row>> rows = new HashMap<>();
    private WorkspaceState state;

    Rows(WorkspaceState state, TableRows shown) {
      this.state = state;
      for (TableDefinition table : domains.tables()) {
        SortedMap<RowKey, Row> byKey = new TreeMap<>();
        shown.rows(table).forEach(row -> byKey.put(table.keyOf(row), row));
        rows.put(table, byKey);
      }
      rebuild();
    }

    boolean fold(long n, byte[] commit) {
      try {
        Fold.Folded folded = fold.next(state, "commit " + n, commit);
        state = folded.state();
        folded.change().rows(this);
      } catch (CorruptObjectException | ProblemException e) {
        return false;
      }
      rebuild();
      return true;
    }

    /** Writes anew what a manifest of this very commit names. */
    private void rebuild() {
      for (NamedFile file : List.copyOf(wanted.values())) {
        if (file.sequences().contains(state.sequence())) {
          domains.tables().stream()
              .filter(table -> table.folder().equals(file.folder()))
              .findFirst()
              .ifPresent(table -> rebuild(table, file));
        }
      }
    }

    private void rebuild(TableDefinition table, NamedFile file) {
      List<Row> range =
          rows.get(table).tailMap(file.file().min()).entrySet().stream()
              .takeWhile(entry -> entry.getKey().compareTo(file.file().max()) <= 0)
              .map(Map.Entry::getValue)
              .toList();
      byte[] bytes = ParquetTable.write(table, range);
      if (Hash.of(bytes).equals(file.file().sha256())) {
        found(
            file.file().path(),
            bytes,
            "rebuilt from the journal at commit "
                + state.sequence()
                + ": it has the checksum its manifest says");
      }
    }

    @Override
    public void put(TableDefinition table, Row row) {
      rows.get(table).put(table.keyOf(row), row);
    }

    @Override
    public void remove(TableDefinition table, RowKey key) {
      rows.get(table).remove(key);
    }
  }
}
