package io.arco.compactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.PublishResult.Published;
import io.arco.journal.Hash;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import io.arco.testing.VirtualTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One workspace in memory and in virtual time, and what must always hold of its snapshots. */
final class SnapshotWorld {
  final VirtualTime time = new VirtualTime();
  final MemoryStore store = new MemoryStore();
  final WorkspaceKeys keys = new WorkspaceKeys(Workspace.of("acme", "prod"));
  final Runtime runtime = time.runtime(1);
  final Snapshots snapshots = new Snapshots(runtime, store, keys);

  /** A store that may write where the compactor may. */
  ObjectStore narrowed(ObjectStore wide) {
    return new RoleStore(
        wide, "compactor", Set.of(keys.tables(), keys.internal(), keys.snapshots()), Set.of());
  }

  /** A publisher that begins at the newest manifest. */
  Publisher publisher(ObjectStore wide, String writer) {
    return time.await(Publisher.open(runtime, narrowed(wide), keys, writer));
  }

  Publisher publisher() {
    return publisher(store, "w");
  }

  Published publish(Publisher publisher, RowHistory history) {
    long published = publisher.current().map(m -> m.manifest().journal().sequence()).orElse(0L);
    return (Published) time.await(publisher.publish(history.after(published)));
  }

  StoredManifest newest() {
    return time.await(snapshots.newest()).orElseThrow();
  }

  byte[] bytes(String path) {
    return ((ReadOutcome.Found) time.await(store.get(keys.file(path)))).bytes();
  }

  /** Checks that the newest snapshot holds exactly the rows of the history, in sound files. */
  void check(RowHistory history) {
    Manifest manifest = newest().manifest();
    assertEquals(history.head(), manifest.journal().sequence());
    TableRows loaded = time.await(snapshots.load(manifest, RowHistory.TABLES));
    for (TableDefinition table : RowHistory.TABLES) {
      assertEquals(history.rows(table), loaded.rows(table), table.name());
      checkFiles(table, manifest.table(table).orElseThrow());
    }
    checkParent(manifest);
  }

  private void checkFiles(TableDefinition table, TableFiles files) {
    ShardFile previous = null;
    for (ShardFile file : files.files()) {
      byte[] bytes = bytes(file.path());
      assertEquals(file.bytes(), bytes.length);
      assertEquals(file.sha256(), Hash.of(bytes));
      List<Row> rows = ParquetTable.read(table, file.path(), bytes);
      assertEquals(file.rows(), rows.size());
      assertEquals(file.min(), table.keyOf(rows.get(0)));
      assertEquals(file.max(), table.keyOf(rows.get(rows.size() - 1)));
      assertTrue(file.rows() <= table.maxShardRows(), file.path());
      assertTrue(previous == null || previous.max().compareTo(file.min()) < 0, file.path());
      previous = file;
    }
  }

  /** A manifest names only its parent's files or its own. */
  private void checkParent(Manifest manifest) {
    Set<ShardFile> inherited = new HashSet<>();
    if (manifest.number() > 1) {
      StoredManifest parent = time.await(snapshots.read(manifest.number() - 1)).orElseThrow();
      assertEquals(parent.hash(), manifest.previousHash());
      parent.manifest().tables().forEach(table -> inherited.addAll(table.files()));
    }
    for (TableFiles table : manifest.tables()) {
      for (ShardFile file : table.files()) {
        assertTrue(file.manifest() == manifest.number() || inherited.contains(file), file.path());
      }
    }
  }
}
