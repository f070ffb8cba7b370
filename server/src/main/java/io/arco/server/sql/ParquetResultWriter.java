package io.arco.server.sql;

import io.arco.table.ZstdCodecs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Writes {@link ResultFormat#PARQUET}: zstd, a row group at a time. */
final class ParquetResultWriter implements ResultWriter {
  /** A row group ends when it has about so many bytes; until then it is in memory. */
  static final long ROW_GROUP_BYTES = 8 << 20;

  /** A page ends when it has about so many bytes. */
  static final int PAGE_BYTES = 256 << 10;

  /** So many rows at most are written between two looks at the size of the row group. */
  static final int MAX_UNMEASURED_ROWS = 32;

  /** What the fields of the footer begin with. */
  static final String PREFIX = "arco.";

  private final ResultBytes out;
  private final Map<String, String> footer = new HashMap<>();
  private VectorSchemaRoot current;
  private ParquetWriter<Integer> file;

  ParquetResultWriter(ResultBytes out) {
    this.out = out;
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException {
    current = batch;
    List<String> names = ResultColumn.distinctNames(columns);
    MessageType schema = ParquetTypes.schema(batch.getSchema().getFields(), names);
    file = new Builder(new Rows(schema, names, dictionaries)).build();
  }

  /** A row can't be measured before it is written: the last one may be beyond the limit. */
  @Override
  public int write(VectorSchemaRoot batch, int from, int to) throws IOException {
    int at = from;
    while (at < to && !out.isStepFull() && out.hasRoom(file.getDataSize() - out.total() + 1)) {
      file.write(at);
      at++;
    }
    return at - from;
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) throws IOException {
    fields.forEach((name, value) -> footer.put(PREFIX + name, value.toString()));
    footer.put(PREFIX + "truncated", Boolean.toString(truncated));
    file.close();
  }

  /** The rows of the batch that is there, by their positions. */
  private final class Rows extends WriteSupport<Integer> {
    private final MessageType schema;
    private final List<String> names;
    private final DictionaryProvider dictionaries;
    private RecordConsumer consumer;
    private ParquetCells cells;

    Rows(MessageType schema, List<String> names, DictionaryProvider dictionaries) {
      this.schema = schema;
      this.names = names;
      this.dictionaries = dictionaries;
    }

    @Override
    public WriteContext init(org.apache.hadoop.conf.Configuration unused) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer records) {
      consumer = records;
      cells = new ParquetCells(dictionaries, records);
    }

    @Override
    public void write(Integer row) {
      consumer.startMessage();
      for (int i = 0; i < names.size(); i++) {
        cells.field(names.get(i), i, current.getVector(i), row);
      }
      consumer.endMessage();
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
      return new FinalizedWriteContext(footer);
    }
  }

  /** Settings of the writer; whatever is not set here has parquet-java's default. */
  private final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final Rows rows;

    Builder(Rows rows) {
      super(new Output());
      this.rows = rows;
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new ZstdCodecs());
      withCompressionCodec(CompressionCodecName.ZSTD);
      withRowGroupSize(ROW_GROUP_BYTES);
      withPageSize(PAGE_BYTES);
      // Rows may be large: look at their size soon, and often.
      withMinRowCountForPageSizeCheck(1);
      withMaxRowCountForPageSizeCheck(MAX_UNMEASURED_ROWS);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected Rows getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
      return rows;
    }

    @Override
    protected Rows getWriteSupport(ParquetConfiguration unused) {
      return rows;
    }
  }

  /** The file, which goes on to its reader as it grows. */
  private final class Output implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return out.total();
        }

        @Override
        public void write(int b) {
          out.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
          out.write(source, offset, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
