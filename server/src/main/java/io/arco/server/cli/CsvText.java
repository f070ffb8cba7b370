package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Prints rows as RFC 4180 has it: a header, NULL as nothing, an empty text in quotes. */
public final class CsvText {
  private CsvText() {}

  /** Prints header and rows. */
  public static void print(Rows rows, PrintWriter out) {
    printLine(rows.columns().stream().map(Rows.Column::name).toList(), out);
    for (List<JsonNode> row : rows.cells()) {
      printLine(row.stream().map(Rows::textOrNull).toList(), out);
    }
  }

  private static void printLine(List<String> fields, PrintWriter out) {
    out.print(fields.stream().map(CsvText::field).collect(Collectors.joining(",")));
    out.print("\r\n");
  }

  /** An empty text is quoted, to be told from NULL. */
  private static String field(String textOrNull) {
    if (textOrNull == null) {
      return "";
    }
    boolean plain =
        !textOrNull.isEmpty() && textOrNull.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? textOrNull : '"' + textOrNull.replace("\"", "\"\"") + '"';
  }
}
