package io.arco.table;

import io.arco.journal.CorruptObjectException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * Rows of a system table as one Parquet file, and back (docs/reference/storage-format.md).
 *
 * <p>Files are compressed with zstd, dictionary-encoded, carry statistics and say by which columns
 * they are sorted. The same rows give the same bytes: nothing in a file depends on when or where it
 * was written.
 *
 * <p>Both ways take time on the processor: call them on workers. Thread-safe.
 */
public final class ParquetTable {
  /** The format of the files, in their metadata as {@code arco.format}. */
  public static final int FORMAT = 1;

  /** Rows of one file stay in one row group up to this size in memory, in bytes. */
  private static final long ROW_GROUP_BYTES = 512L << 20;

  /** Statistics keep this many bytes of a text; longer ones are cut to a bound. */
  private static final int STATISTICS_BYTES = 64;

  private ParquetTable() {}

  /**
   * Writes rows as one file.
   *
   * @param rows in ascending key order; may be none
   * @throws IllegalArgumentException if the rows are not in order or break the definition
   */
  public static byte[] write(TableDefinition table, List<Row> rows) {
    checkOrder(table, rows);
    MemoryOutput output = new MemoryOutput();
    try (ParquetWriter<Row> writer = new Builder(output, table).build()) {
      for (Row row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return SortedFooter.rewrite(table, output.bytes());
  }

  /**
   * Reads a file. Columns are found by name: those the file lacks read as null (maps: as empty),
   * those the definition lacks are ignored.
   *
   * @param object the file's name, for messages
   * @return its rows, in the file's order
   * @throws CorruptObjectException if the bytes are not such a file
   */
  public static List<Row> read(TableDefinition table, String object, byte[] bytes) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdCodecs())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new MemoryInput(bytes), options)) {
      return readAll(table, reader);
    } catch (IOException | RuntimeException e) {
      throw new CorruptObjectException(object, "not a readable Parquet file: " + e.getMessage());
    }
  }

  private static List<Row> readAll(TableDefinition table, ParquetFileReader reader)
      throws IOException {
    MessageType fileSchema = reader.getFileMetaData().getSchema();
    List<Integer> places = new ArrayList<>();
    MessageType wanted = ParquetSchema.project(table, fileSchema, places);
    reader.setRequestedSchema(wanted);
    ColumnIOFactory columns = new ColumnIOFactory(reader.getFileMetaData().getCreatedBy());
    List<Row> rows = new ArrayList<>(Math.toIntExact(reader.getRecordCount()));
    for (PageReadStore group = reader.readNextRowGroup();
        group != null;
        group = reader.readNextRowGroup()) {
      RecordReader<Row> records =
          columns
              .getColumnIO(wanted, fileSchema)
              .getRecordReader(group, new RowMaterializer(table, places));
      for (long i = 0; i < group.getRowCount(); i++) {
        rows.add(records.read());
      }
    }
    return rows;
  }

  private static void checkOrder(TableDefinition table, List<Row> rows) {
    for (int i = 1; i < rows.size(); i++) {
      if (table.compareKeys(rows.get(i - 1), rows.get(i)) >= 0) {
        List<Comparable<?>> key = table.keyOf(rows.get(i)).values();
        throw new IllegalArgumentException(
            "rows of " + table.name() + " are not in ascending key order at " + key);
      }
    }
  }

  /** Settings of the writer; whatever is not set here has parquet-java's default. */
  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final TableDefinition table;

    Builder(MemoryOutput output, TableDefinition table) {
      super(output);
      this.table = table;
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new ZstdCodecs());
      withCompressionCodec(CompressionCodecName.ZSTD);
      withDictionaryEncoding(true);
      withRowGroupSize(ROW_GROUP_BYTES);
      withStatisticsTruncateLength(STATISTICS_BYTES);
      withSizeStatisticsEnabled(false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected RowWriteSupport getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
      return new RowWriteSupport(table);
    }

    @Override
    protected RowWriteSupport getWriteSupport(org.apache.parquet.conf.ParquetConfiguration unused) {
      return new RowWriteSupport(table);
    }
  }
}
