package io.arco.server.lake;

import io.arco.server.lake.LakeTable.LakeFile;
import io.arco.server.sql.ParquetRows;
import io.arco.server.sql.TableVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Iceberg tables, read through Iceberg's own library: it parses metadata, reads manifests and tells
 * which deletes apply to which file. One query, one thread; blocks.
 */
final class IcebergTables {
  private static final String UNSUPPORTED_VERSION = "unsupported version";

  private final LakeFiles files;
  private final LakeBudget budget;
  private final ParquetRows parquet;

  IcebergTables(LakeFiles files, LakeBudget budget, ParquetRows parquet) {
    this.files = files;
    this.budget = budget;
    this.parquet = parquet;
  }

  /**
   * A version of a table.
   *
   * @param location where its metadata is
   * @param version the id of a snapshot, or the name of a branch or tag; or the current one
   * @throws LakeException if it can't be read
   */
  LakeTable table(IcebergLocation location, Optional<TableVersion> version) {
    try {
      return read(location, version);
    } catch (IOException | RuntimeException e) {
      LakeException.throwKnown(e);
      throw problem(e);
    }
  }

  private static LakeException problem(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    boolean isNewer =
        (failure instanceof IllegalArgumentException || failure instanceof ValidationException)
            && message.contains(UNSUPPORTED_VERSION);
    return isNewer
        ? LakeException.unsupported("format version" + message.substring(message.lastIndexOf(' ')))
        : LakeException.unreadable("The table's metadata can't be read as Iceberg's.", failure);
  }

  private LakeTable read(IcebergLocation location, Optional<TableVersion> version)
      throws IOException {
    IcebergFiles io = new IcebergFiles(files, budget, location.root());
    TableMetadata metadata = TableMetadataParser.read(io, location.metadata());
    io.recordedAt(metadata.location());
    Snapshot snapshot =
        version.isPresent() ? snapshot(metadata, version.get()) : metadata.currentSnapshot();
    if (snapshot == null && version.isPresent()) {
      throw LakeException.noVersion(version.get().told());
    }
    IcebergShapes shapes = new IcebergShapes(metadata);
    boolean isOld = version.isPresent() && !isBranch(metadata, version.get());
    Schema schema = isOld ? schema(metadata, snapshot) : metadata.schema();
    List<LakeFile> found = new ArrayList<>();
    if (snapshot != null) {
      IcebergDeletes deletes = new IcebergDeletes(io, budget, parquet, metadata, shapes);
      BaseTable table =
          new BaseTable(new StaticTableOperations(metadata, io), "table", report -> {});
      TableScan scan =
          table.newScan().useSnapshot(snapshot.snapshotId()).planWith(new CallingThread());
      try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
        for (FileScanTask task : tasks) {
          found.add(file(io, schema, task, deletes));
        }
      }
    }
    long id = snapshot == null ? 0 : snapshot.snapshotId();
    return new LakeTable(id, true, shapes.fields(schema.columns()), found);
  }

  private static Snapshot snapshot(TableMetadata metadata, TableVersion version) {
    if (version instanceof TableVersion.Number number) {
      return metadata.snapshot(number.number());
    }
    SnapshotRef ref = metadata.ref(((TableVersion.Name) version).name());
    return ref == null ? null : metadata.snapshot(ref.snapshotId());
  }

  /** What a branch is read with is the table's newest schema, as Iceberg has it. */
  private static boolean isBranch(TableMetadata metadata, TableVersion version) {
    return version instanceof TableVersion.Name name && metadata.ref(name.name()).isBranch();
  }

  private static Schema schema(TableMetadata metadata, Snapshot snapshot) {
    return snapshot.schemaId() == null
        ? metadata.schema()
        : Optional.ofNullable(metadata.schemasById().get(snapshot.schemaId()))
            .orElse(metadata.schema());
  }

  private LakeFile file(IcebergFiles io, Schema schema, FileScanTask task, IcebergDeletes deletes) {
    budget.file();
    if (task.file().format() != FileFormat.PARQUET) {
      throw LakeException.unsupported("data files of the format " + task.file().format());
    }
    if (task.file().keyMetadata() != null) {
      throw LakeException.unsupported("encryption");
    }
    return new LakeFile(
        io.name(task.file().location()),
        constants(schema, task.spec(), task.file().partition()),
        true,
        deletes.positions(task),
        deletes.equal(task));
  }

  /** What identity partitions say of columns, for files that lack them. */
  private static Map<Integer, String> constants(
      Schema schema, PartitionSpec spec, StructLike partition) {
    Map<Integer, String> constants = new HashMap<>();
    for (int i = 0; i < spec.fields().size(); i++) {
      PartitionField field = spec.fields().get(i);
      NestedField source = schema.findField(field.sourceId());
      int column = source == null ? -1 : schema.columns().indexOf(source);
      if (column >= 0 && field.transform().isIdentity()) {
        Object value = partition.get(i, Object.class);
        if (value instanceof java.nio.ByteBuffer) {
          continue; // binary values are in the files
        }
        constants.put(column, value == null ? null : IcebergShapes.text(source.type(), value));
      }
    }
    return constants;
  }
}
