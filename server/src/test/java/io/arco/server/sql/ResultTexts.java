package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBResultSet;

/** Reads results as their readers do: Jackson, a parser of CSV, Arrow's reader, DuckDB's. */
final class ResultTexts {
  private final Path folder;

  /** Files that readers need are made in this folder. */
  ResultTexts(Path folder) {
    this.folder = folder;
  }

  /**
   * What a reader sees.
   *
   * @param names of the columns
   * @param rows the values as canonical JSON; of CSV as its plain text, null where the field is
   *     empty
   */
  record Read(List<String> names, List<List<String>> rows) {}

  Read read(ResultFormat format, byte[] body) {
    try {
      return switch (format) {
        case JSON -> json(Json.tree(body));
        case NDJSON -> ndjson(new String(body, StandardCharsets.UTF_8));
        case CSV -> csv(new String(body, StandardCharsets.UTF_8));
        case ARROW -> arrow(body);
        case PARQUET -> parquet(body);
      };
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Read json(JsonNode result) {
    List<String> names = new ArrayList<>();
    result.get("columns").forEach(column -> names.add(column.get("name").asText()));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : result.get("rows")) {
      List<String> values = new ArrayList<>();
      row.forEach(value -> values.add(value.toString()));
      rows.add(values);
    }
    return new Read(names, rows);
  }

  private static Read ndjson(String text) {
    List<String> names = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.split("\n")) {
      names.clear();
      List<String> values = new ArrayList<>();
      JsonNode row = Json.tree(line.getBytes(StandardCharsets.UTF_8));
      row.fields()
          .forEachRemaining(
              field -> {
                names.add(field.getKey());
                values.add(field.getValue().toString());
              });
      rows.add(values);
    }
    return new Read(names, rows);
  }

  private static Read csv(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean isQuoted = text.charAt(at) == '"';
      if (isQuoted) {
        at++;
        while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at++));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
          field.append(text.charAt(at++));
        }
      }
      fields.add(isQuoted || !field.isEmpty() ? field.toString() : null);
      if (text.charAt(at) == '\r') {
        lines.add(fields);
        fields = new ArrayList<>();
        at++;
      }
      at++;
    }
    return new Read(lines.get(0), lines.subList(1, lines.size()));
  }

  private static Read arrow(byte[] body) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(body), allocator)) {
      return read(reader);
    }
  }

  private Read parquet(byte[] body) throws IOException, SQLException {
    Path file = Files.write(folder.resolve("result.parquet"), body);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        BufferAllocator allocator = new RootAllocator()) {
      statement.execute("SET TimeZone='UTC'");
      try (DuckDBResultSet result =
              statement
                  .executeQuery("FROM read_parquet(" + Quoted.string(file.toString()) + ")")
                  .unwrap(DuckDBResultSet.class);
          ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, 2_048)) {
        return read(reader);
      }
    }
  }

  private static Read read(ArrowReader reader) throws IOException {
    List<String> names =
        reader.getVectorSchemaRoot().getSchema().getFields().stream().map(Field::getName).toList();
    return new Read(names, ArrowTexts.rows(reader));
  }
}
