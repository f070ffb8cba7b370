package io.arco.server.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.lake.LakePlan.Witness;
import io.arco.server.sql.ParquetRows;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Expression;
import io.delta.kernel.expressions.ExpressionEvaluator;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.expressions.PredicateEvaluator;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Delta kernel reads with: commits as JSON, checkpoints by the SQL engine, both as JSON
 * values. Only reads, and only what finding a version's files needs. One query, one thread; blocks.
 */
final class DeltaEngine implements Engine {
  /** Says which checkpoint is the newest; tables without a checkpoint have none. */
  private static final String LAST_CHECKPOINT = "/_last_checkpoint";

  private final LakeFiles files;
  private final LakeBudget budget;
  private final ParquetRows parquet;
  private final DeltaFileSystem fileSystem;

  DeltaEngine(LakeFiles files, LakeBudget budget, ParquetRows parquet) {
    this.files = files;
    this.budget = budget;
    this.parquet = parquet;
    this.fileSystem = new DeltaFileSystem(files, budget);
  }

  /** What tells that a version, found by the last listing, is the newest. */
  Optional<Witness> newest(String root, long version) {
    return fileSystem.newest(root, version);
  }

  @Override
  public ExpressionHandler getExpressionHandler() {
    return new Literals();
  }

  @Override
  public JsonHandler getJsonHandler() {
    return new Commits();
  }

  @Override
  public FileSystemClient getFileSystemClient() {
    return fileSystem;
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new Checkpoints();
  }

  private Path metadata(FileStatus file) {
    return budget.metadata(files.file(file.getPath()));
  }

  private static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw LakeException.unreadable("The table's log holds something that is not JSON.", e);
    }
  }

  /** An iterator with nothing to close. */
  static <T> CloseableIterator<T> over(Stream<T> stream) {
    java.util.Iterator<T> iterator = stream.iterator();
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public T next() {
        return iterator.next();
      }

      @Override
      public void close() {}
    };
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("tables are read, never written");
  }

  /** Files of JSON lines. */
  private final class Commits implements JsonHandler {
    @Override
    public ColumnarBatch parseJson(
        ColumnVector texts, StructType schema, Optional<ColumnVector> selected) {
      List<JsonNode> rows = new ArrayList<>();
      for (int i = 0; i < texts.getSize(); i++) {
        rows.add(texts.isNullAt(i) ? null : parse(texts.getString(i)));
      }
      return DeltaValues.batch(schema, rows);
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(
        CloseableIterator<FileStatus> names, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      if (!names.hasNext()) {
        return over(Stream.empty());
      }
      // The first at once: the kernel takes only this way of saying that a hint is not there.
      FileStatus first = names.next();
      if (first.getPath().endsWith(LAST_CHECKPOINT) && !files.isFile(first.getPath())) {
        throw new FileNotFoundException("no hint");
      }
      return over(Stream.of(first))
          .combine(names)
          .map(name -> DeltaValues.batch(schema, lines(metadata(name))));
    }

    private static List<JsonNode> lines(Path file) {
      List<JsonNode> rows = new ArrayList<>();
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (!line.isBlank()) {
            rows.add(parse(line));
          }
        }
        return rows;
      } catch (IOException e) {
        throw LakeException.unreadable("A file of the table's log can't be read.", e);
      }
    }

    @Override
    public void writeJsonFileAtomically(
        String path, CloseableIterator<Row> rows, boolean overwrite) {
      throw readOnly();
    }
  }

  /** Checkpoints and their sidecars. */
  private final class Checkpoints implements ParquetHandler {
    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
        CloseableIterator<FileStatus> names, StructType schema, Optional<Predicate> predicate) {
      return names.map(name -> new FileReadResult(read(metadata(name), schema), name.getPath()));
    }

    private ColumnarBatch read(Path file, StructType schema) {
      List<JsonNode> rows = new ArrayList<>();
      parquet.json(file, schema.fieldNames(), row -> rows.add(parse(row)));
      return DeltaValues.batch(schema, rows);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
        String folder, CloseableIterator<FilteredColumnarBatch> rows, List<Column> statistics) {
      throw readOnly();
    }

    @Override
    public void writeParquetFileAtomically(
        String path, CloseableIterator<FilteredColumnarBatch> rows) {
      throw readOnly();
    }
  }

  /** Files are found without filters, so there is nothing to compute but constants. */
  private static final class Literals implements ExpressionHandler {
    @Override
    public ExpressionEvaluator getEvaluator(
        StructType schema, Expression expression, DataType type) {
      if (!(expression instanceof Literal literal)) {
        throw new UnsupportedOperationException("an expression of the kernel: " + expression);
      }
      String text = literal.getValue() == null ? null : String.valueOf(literal.getValue());
      return new ExpressionEvaluator() {
        @Override
        public ColumnVector eval(ColumnarBatch rows) {
          return DeltaValues.constant(type, text, rows.getSize());
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public PredicateEvaluator getPredicateEvaluator(StructType schema, Predicate predicate) {
      throw new UnsupportedOperationException("a predicate of the kernel: " + predicate);
    }

    @Override
    public ColumnVector createSelectionVector(boolean[] values, int from, int to) {
      return new ColumnVector() {
        @Override
        public DataType getDataType() {
          return BooleanType.BOOLEAN;
        }

        @Override
        public int getSize() {
          return to - from;
        }

        @Override
        public void close() {}

        @Override
        public boolean isNullAt(int row) {
          return false;
        }

        @Override
        public boolean getBoolean(int row) {
          return values[from + row];
        }
      };
    }
  }
}
