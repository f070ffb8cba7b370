package io.arco.server.cli;

import java.io.PrintWriter;
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

  /** How rows are printed. */
  Format format() {
    return format;
  }

  /** Prints rows; says on standard error when they are not all. */
  void print(CommandLine command, Rows rows) {
    PrintWriter out = command.getOut();
    switch (format) {
      case table -> TextTable.print(rows, out);
      case json -> out.println(Rows.pretty(rows.document()));
      case csv -> CsvText.print(rows, out);
    }
    out.flush();
    if (rows.truncated()) {
      command
          .getErr()
          .println("Only the first " + rows.cells().size() + " rows: the answer is truncated.");
    }
  }
}
