package io.arco.server.sql;

import static java.util.stream.Collectors.joining;

import io.arco.problem.ProblemException;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** Binds one statement and tells what it takes and gives, without running it. Blocks. */
final class ShapeRun {
  /** The engine tells no values of it; what they are, are texts. */
  private static final Pattern ENUM = Pattern.compile("(?<!\")\\bENUM\\b(?!\")");

  private static final String UNKNOWN = "UNKNOWN";
  private static final String UNTYPED = "INVALID";

  private final String text;
  private final Deadlines.Deadline deadline;

  ShapeRun(String text, Deadlines.Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  SqlShape run(EngineBase base) throws Exception {
    try (DuckDBConnection connection = base.duplicate()) {
      deadline.watch(connection);
      try {
        return shape(connection);
      } catch (Exception e) {
        if (deadline.expired()) {
          throw SqlErrors.timeout();
        }
        if (deadline.unwanted()) {
          throw SqlErrors.cancelled();
        }
        throw e instanceof ProblemException ? e : SqlErrors.asProblem(e);
      }
    }
  }

  private SqlShape shape(DuckDBConnection connection) throws Exception {
    List<ResultColumn> columns;
    List<ResultColumn> parameters;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      columns = ResultColumn.of(statement.getMetaData());
      parameters = parameters(statement.getParameterMetaData());
    }
    boolean isKnown = columns.stream().noneMatch(column -> column.type().equals(UNKNOWN));
    List<Field> given =
        isKnown
            ? fields(connection, columns)
            : List.of(new Field("unknown", FieldType.nullable(ArrowType.Null.INSTANCE), null));
    List<Field> taken =
        fields(connection, parameters).stream().map(ShapeRun::inMilliseconds).toList();
    boolean isExact =
        isKnown && columns.stream().noneMatch(column -> ENUM.matcher(column.type()).find());
    return new SqlShape(given, taken, isExact);
  }

  /**
   * Times as parameters are asked for in milliseconds: drivers have no more, and the one of JDBC
   * writes milliseconds whatever the unit. Finer ones are taken all the same.
   */
  private static Field inMilliseconds(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Timestamp timestamp) {
      type = new ArrowType.Timestamp(TimeUnit.MILLISECOND, timestamp.getTimezone());
    } else if (type instanceof ArrowType.Time) {
      type = new ArrowType.Time(TimeUnit.MILLISECOND, 32);
    }
    return new Field(field.getName(), FieldType.nullable(type), field.getChildren());
  }

  private static List<ResultColumn> parameters(ParameterMetaData metaData) throws SQLException {
    List<ResultColumn> parameters = new ArrayList<>();
    for (int i = 1; i <= metaData.getParameterCount(); i++) {
      String type = metaData.getParameterTypeName(i);
      boolean isUntyped = type.equals(UNTYPED) || type.equals(UNKNOWN);
      parameters.add(new ResultColumn(Integer.toString(i), isUntyped ? "VARCHAR" : type));
    }
    return parameters;
  }

  /** The columns as the engine exports them: their types, which it wrote itself, are asked for. */
  private static List<Field> fields(DuckDBConnection connection, List<ResultColumn> columns)
      throws Exception {
    if (columns.isEmpty()) {
      return List.of();
    }
    String nulls =
        columns.stream()
            .map(column -> "NULL::" + ENUM.matcher(column.type()).replaceAll("VARCHAR"))
            .collect(joining(", ", "SELECT ", ""));
    try (PreparedStatement statement = connection.prepareStatement(nulls + " LIMIT 0");
        DuckDBResultSet rows = statement.executeQuery().unwrap(DuckDBResultSet.class);
        BufferAllocator allocator = new RootAllocator();
        ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, 1)) {
      List<Field> exported = reader.getVectorSchemaRoot().getSchema().getFields();
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        Field field = DictionaryUtility.toMessageFormat(exported.get(i), reader, new HashSet<>());
        fields.add(new Field(columns.get(i).name(), field.getFieldType(), field.getChildren()));
      }
      return fields;
    }
  }
}
