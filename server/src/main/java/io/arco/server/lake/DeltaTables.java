package io.arco.server.lake;

import io.arco.server.lake.LakePlan.Fresh;
import io.arco.server.lake.LakePlan.Witness;
import io.arco.server.lake.LakeTable.LakeFile;
import io.arco.server.lake.Shape.Field;
import io.arco.server.sql.ParquetRows;
import io.delta.kernel.Snapshot;
import io.delta.kernel.SnapshotBuilder;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.deletionvectors.DeletionVectorStoredBitmap;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Delta tables, read through Delta's kernel: it finds the version, replays the log and decodes
 * deletion vectors. One query, one thread; blocks.
 */
final class DeltaTables {
  /** Says how columns of that type are read; delta-rs names it in tables that have none. */
  static final String VARIANT = "variantType";

  /** Features of the protocol that say how to read; a table with another is refused. */
  static final Set<String> FEATURES =
      Set.of(
          "columnMapping",
          "deletionVectors",
          "timestampNtz",
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "vacuumProtocolCheck",
          VARIANT);

  /** What the kernel says when the log of a version was cleaned up; it has no type for it. */
  private static final String NO_VERSION = "Cannot load table version";

  private static final String CATALOG_MANAGED = "catalogManaged";

  private final LakeFiles files;
  private final LakeBudget budget;
  private final DeltaEngine engine;

  DeltaTables(LakeFiles files, LakeBudget budget, ParquetRows parquet) {
    this.files = files;
    this.budget = budget;
    this.engine = new DeltaEngine(files, budget, parquet);
  }

  /**
   * A version of a table.
   *
   * @param root its folder, as {@link LakeFiles} names it
   * @param version or the newest
   * @throws LakeException if it can't be read
   */
  Fresh table(String root, OptionalLong version) {
    try {
      Optional<Witness> asked =
          version.isPresent()
              ? Witness.of(
                  files, DeltaFileSystem.commit(root, version.getAsLong()), Optional.empty())
              : Optional.empty();
      Snapshot snapshot = snapshot(root, version);
      checkFeatures(snapshot.getProtocol().getReaderFeatures());
      return new Fresh(
          table(root, snapshot),
          version.isPresent() ? asked : engine.newest(root, snapshot.getVersion()));
    } catch (UnsupportedTableFeatureException e) {
      throw LakeException.unsupported(String.join(", ", new TreeSet<>(e.getUnsupportedFeatures())));
    } catch (UnsupportedProtocolVersionException e) {
      throw LakeException.unsupported("reader version " + e.getVersion());
    } catch (KernelException | IOException e) {
      throw unreadable(e);
    } catch (RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains(CATALOG_MANAGED)) {
        // The kernel asks for the catalog's part before it looks at features.
        throw LakeException.unsupported(CATALOG_MANAGED);
      }
      LakeException.throwKnown(e);
      throw unreadable(e);
    }
  }

  private static LakeException unreadable(Exception cause) {
    return LakeException.unreadable("The table's log can't be read as that of Delta.", cause);
  }

  private Snapshot snapshot(String root, OptionalLong version) {
    SnapshotBuilder builder = TableManager.loadSnapshot(root);
    if (version.isEmpty()) {
      return builder.build(engine);
    }
    long newest = builder.build(engine).getVersion();
    if (version.getAsLong() > newest) {
      throw LakeException.noVersion(version.getAsLong());
    }
    try {
      return TableManager.loadSnapshot(root).atVersion(version.getAsLong()).build(engine);
    } catch (TableNotFoundException | IllegalArgumentException e) {
      throw LakeException.noVersion(version.getAsLong());
    } catch (KernelException e) {
      if (String.valueOf(e.getMessage()).contains(NO_VERSION)) {
        throw LakeException.noVersion(version.getAsLong());
      }
      throw e;
    }
  }

  private static void checkFeatures(Set<String> features) {
    Set<String> unknown = new TreeSet<>(features);
    unknown.removeAll(FEATURES);
    if (!unknown.isEmpty()) {
      throw LakeException.unsupported(String.join(", ", unknown));
    }
  }

  private LakeTable table(String root, Snapshot snapshot) throws IOException {
    List<Field> columns = DeltaShapes.columns(snapshot);
    Map<String, Integer> partitions = new HashMap<>();
    for (String name : snapshot.getPartitionColumnNames()) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equalsIgnoreCase(name)) {
          if (columns.get(i).shape().sql().equals("BLOB")) {
            // Their text is not the engine's.
            throw LakeException.unsupported("partitions by binary values");
          }
          partitions.put(columns.get(i).stored().get(0), i);
        }
      }
    }
    List<LakeFile> found = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            found.add(file(root, rows.next(), partitions));
          }
        }
      }
    }
    return new LakeTable(snapshot.getVersion(), false, columns, found);
  }

  private LakeFile file(String root, Row row, Map<String, Integer> partitions) throws IOException {
    budget.file();
    Map<Integer, String> constants = new HashMap<>();
    Map<String, String> values = InternalScanFileUtils.getPartitionValues(row);
    partitions.forEach(
        (stored, column) -> {
          String value = values.get(stored);
          constants.put(column, value == null || value.isEmpty() ? null : value);
        });
    String name = InternalScanFileUtils.getAddFileStatus(row).getPath();
    return new LakeFile(name, constants, false, deleted(root, row), List.of());
  }

  private long[] deleted(String root, Row row) throws IOException {
    DeletionVectorDescriptor vector = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(row);
    if (vector == null) {
      return new long[0];
    }
    budget.deletedRows(vector.getCardinality());
    long[] positions =
        new DeletionVectorStoredBitmap(vector, Optional.of(root))
            .load(engine.getFileSystemClient())
            .toArray();
    if (positions.length != vector.getCardinality()) {
      throw LakeException.unreadable("A deletion vector of the table is not what its log says.");
    }
    return positions;
  }
}
