package io.arco.server.lake;

import io.arco.server.lake.LakeTable.EqualityDeletes;
import io.arco.server.lake.Shape.Field;
import io.arco.server.sql.ParquetRows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.types.Types.NestedField;

/** What is deleted in the data files of one version of an Iceberg table. One thread; blocks. */
final class IcebergDeletes {
  /** Columns of position deletes; their names are the format's. */
  private static final String PATH = "f.\"file_path\"";

  private static final String POSITION = "f.\"pos\"";

  private final IcebergFiles io;
  private final LakeBudget budget;
  private final ParquetRows parquet;
  private final TableMetadata metadata;
  private final IcebergShapes shapes;

  private final Map<Path, Map<String, long[]>> positions = new HashMap<>();

  IcebergDeletes(
      IcebergFiles io,
      LakeBudget budget,
      ParquetRows parquet,
      TableMetadata metadata,
      IcebergShapes shapes) {
    this.io = io;
    this.budget = budget;
    this.parquet = parquet;
    this.metadata = metadata;
    this.shapes = shapes;
  }

  /** The positions that are gone from a task's file. */
  long[] positions(FileScanTask task) {
    LongStream gone = LongStream.empty();
    for (DeleteFile file : task.deletes()) {
      if (file.content() == FileContent.POSITION_DELETES) {
        gone = LongStream.concat(gone, LongStream.of(positions(file, task.file().location())));
      }
    }
    return gone.toArray();
  }

  private long[] positions(DeleteFile file, String dataFile) {
    refuseEncrypted(file);
    return switch (file.format()) {
      case PUFFIN -> vector(file);
      case PARQUET ->
          positions
              .computeIfAbsent(io.path(file.location()), this::rows)
              .getOrDefault(dataFile, new long[0]);
      default -> throw LakeException.unsupported("delete files of the format " + file.format());
    };
  }

  private static void refuseEncrypted(DeleteFile file) {
    if (file.keyMetadata() != null) {
      throw LakeException.unsupported("encryption");
    }
  }

  private Map<String, long[]> rows(Path file) {
    Map<String, LongStream.Builder> found = new HashMap<>();
    parquet.deletes(
        file,
        PATH,
        POSITION,
        gone -> {
          budget.deletedRows(1);
          found.computeIfAbsent(gone.file(), path -> LongStream.builder()).add(gone.position());
          return true;
        });
    Map<String, long[]> rows = new HashMap<>();
    found.forEach((path, builder) -> rows.put(path, builder.build().toArray()));
    return rows;
  }

  private long[] vector(DeleteFile file) {
    if (file.contentOffset() == null || file.contentSizeInBytes() == null) {
      throw LakeException.unreadable("A deletion vector of the table says not where it is.");
    }
    budget.metadata(Math.max(0, file.contentSizeInBytes()));
    budget.deletedRows(file.recordCount());
    try (RandomAccessFile puffin = new RandomAccessFile(io.path(file.location()).toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(file.contentSizeInBytes())];
      puffin.seek(file.contentOffset());
      puffin.readFully(bytes);
      PositionDeleteIndex index = PositionDeleteIndex.deserialize(bytes, file);
      LongStream.Builder gone = LongStream.builder();
      index.forEach(gone::add);
      return gone.build().toArray();
    } catch (IOException | ArithmeticException e) {
      throw LakeException.unreadable("A deletion vector of the table can't be read.", e);
    }
  }

  /** The equality deletes of a task's file, those of the same columns together. */
  List<EqualityDeletes> equal(FileScanTask task) {
    Map<List<Integer>, List<String>> byColumns = new LinkedHashMap<>();
    for (DeleteFile file : task.deletes()) {
      if (file.content() == FileContent.EQUALITY_DELETES) {
        refuseEncrypted(file);
        if (file.format() != FileFormat.PARQUET) {
          throw LakeException.unsupported("delete files of the format " + file.format());
        }
        List<Integer> ids = file.equalityFieldIds().stream().sorted().toList();
        byColumns.computeIfAbsent(ids, key -> new ArrayList<>()).add(io.name(file.location()));
      }
    }
    List<EqualityDeletes> deletes = new ArrayList<>();
    byColumns.forEach(
        (ids, files) ->
            deletes.add(
                new EqualityDeletes(
                    files.stream().sorted().toList(), ids.stream().map(this::column).toList())));
    return deletes;
  }

  /** A column of the table now, or of when it had the column. */
  private Field column(int id) {
    NestedField known = metadata.schema().findField(id);
    for (Schema schema : metadata.schemas()) {
      known = known == null ? schema.findField(id) : known;
    }
    NestedField column = known;
    if (column == null) {
      throw LakeException.unreadable("Equality deletes of the table name an unknown column.");
    }
    boolean isNested =
        metadata.schemas().stream().noneMatch(schema -> schema.columns().contains(column));
    if (isNested) {
      throw LakeException.unsupported("equality deletes of a nested column");
    }
    return shapes.field(column);
  }
}
