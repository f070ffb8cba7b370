package io.arco.compactor;

import io.arco.journal.Hash;
import io.arco.ledger.ChangeLog;
import io.arco.ledger.Domains;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.snapshot.JournalPosition;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Works out the snapshot there would be if one had been published at a sequence between two that
 * were: the earlier one and the rows of the commits behind it. Only its public tables, and nothing
 * of it is put into the workspace's store.
 *
 * @param runtime where it is worked out
 * @param snapshots the workspace's
 * @param keys the workspace's
 * @param domains whose tables there are
 */
public record UnpublishedSnapshot(
    Runtime runtime, Snapshots snapshots, WorkspaceKeys keys, Domains domains) {
  /** How many tables are worked on at once. */
  static final int MAX_CONCURRENT_TABLES = 4;

  /**
   * Writes the files that differ from those of the earlier snapshot. Fails as {@link
   * Publisher#publish} does.
   *
   * @param base the earlier one; empty for before the first
   * @param changes what was committed behind it, up to the sequence that is meant
   * @param beside where files go, under the keys they would have in the workspace's store
   * @return names files of the earlier one's and those beside; its number is one that a published
   *     manifest has too
   */
  public Future<Manifest> write(
      Optional<StoredManifest> base, ChangeLog.Pending changes, ObjectStore beside) {
    List<TableDefinition> tables =
        domains.tables().stream()
            .filter(table -> table.visibility() == Visibility.PUBLIC)
            .sorted(Comparator.comparing(TableDefinition::folder))
            .toList();
    FileWriter writer = new FileWriter(runtime, beside, keys, Backoff.DEFAULT);
    return runtime
        .onScheduler(
            runtime.workers().call(() -> ChangedRows.of(domains.tables(), changes.changes())))
        .compose(
            rows ->
                FanOut.map(
                    runtime.scheduler(),
                    tables,
                    MAX_CONCURRENT_TABLES,
                    table -> table(table, base, rows, writer)))
        .map(files -> manifest(base, changes.state(), files));
  }

  private Future<TableFiles> table(
      TableDefinition table,
      Optional<StoredManifest> base,
      Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> rows,
      FileWriter writer) {
    TableFiles before =
        base.flatMap(stored -> stored.manifest().table(table)).orElse(TableFiles.empty(table));
    ShardCache cache = new ShardCache(0);
    return new TablePublisher(runtime, snapshots, writer, cache, table, number(base), before)
        .publish(rows.get(table))
        .map(TablePublisher.Result::table);
  }

  private Manifest manifest(
      Optional<StoredManifest> base, WorkspaceState state, List<TableFiles> tables) {
    return new Manifest(
        keys.workspace(),
        number(base),
        base.map(StoredManifest::hash).orElse(Hash.NONE),
        Instant.ofEpochMilli(runtime.clock().wallMillis()),
        "unpublished",
        new JournalPosition(state.sequence(), state.head(), state.committedAt()),
        state.hash(),
        Map.of(),
        tables);
  }

  private static long number(Optional<StoredManifest> base) {
    return base.map(stored -> stored.manifest().number()).orElse(0L) + 1;
  }
}
