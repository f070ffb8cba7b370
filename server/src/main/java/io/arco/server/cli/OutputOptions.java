package io.arco.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code --output}: how rows are printed; mix it in. */
final class OutputOptions {
  /** The shapes of output. */
  enum Format {
    /** Aligned, for a person. */
    table,
    /** The whole answer, for a program. */
    json,
    /** RFC 4180 with a header, NULL as nothing. */
    csv
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or csv (default: table).")
  private Format format;

  /** Prints rows; says on standard error when they are not all. */
  void print(CommandLine command, Rows rows) {
    PrintWriter out = command.getOut();
    switch (format) {
      case table -> TextTable.print(rows, out);
      case json -> out.println(pretty(rows.document()));
      case csv -> printCsv(rows, out);
    }
    out.flush();
    if (rows.truncated()) {
      command
          .getErr()
          .println("Only the first " + rows.cells().size() + " rows: the answer is truncated.");
    }
  }

  private static String pretty(JsonNode document) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void printCsv(Rows rows, PrintWriter out) {
    printCsvLine(rows.columns().stream().map(Rows.Column::name).toList(), out);
    for (List<JsonNode> row : rows.cells()) {
      printCsvLine(row.stream().map(Rows::textOrNull).toList(), out);
    }
  }

  private static void printCsvLine(List<String> fields, PrintWriter out) {
    out.print(fields.stream().map(OutputOptions::csvField).collect(Collectors.joining(",")));
    out.print("\r\n");
  }

  /** An empty text is quoted, to be told from NULL. */
  private static String csvField(String textOrNull) {
    if (textOrNull == null) {
      return "";
    }
    boolean plain =
        !textOrNull.isEmpty() && textOrNull.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? textOrNull : '"' + textOrNull.replace("\"", "\"\"") + '"';
  }
}
