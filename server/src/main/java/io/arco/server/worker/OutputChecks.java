package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.run.CheckResult;
import io.arco.server.sql.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The checks of an asset as queries that find what must not be there. */
final class OutputChecks {
  private OutputChecks() {}

  /**
   * Does a check.
   *
   * @param rows how many rows were made
   * @param found how many rows its query finds
   */
  static CheckResult done(CheckSpec check, long rows, LongSupplier found) {
    if (check.kind() == CheckSpec.Kind.ROW_COUNT) {
      JsonNode min = check.parameters().path("min");
      JsonNode max = check.parameters().path("max");
      boolean passed =
          (min.isMissingNode() || rows >= min.asLong())
              && (max.isMissingNode() || rows <= max.asLong());
      return result(check, passed, rows, "rows");
    }
    long wrong = found.getAsLong();
    return result(check, wrong == 0, wrong, what(check));
  }

  /** The template whose rows are wrong, or may be counted without. */
  static String query(CheckSpec check) {
    return switch (check.kind()) {
      case ROW_COUNT -> "SELECT 1 FROM {{ this }}";
      case NOT_NULL ->
          "SELECT 1 FROM {{ this }} WHERE "
              + columns(check).stream()
                  .map(column -> column + " IS NULL")
                  .collect(Collectors.joining(" OR "));
      case UNIQUE ->
          "SELECT 1 FROM {{ this }} GROUP BY %s HAVING count(*) > 1"
              .formatted(String.join(", ", columns(check)));
      case SQL -> check.parameters().path("sql").asText();
    };
  }

  private static List<String> columns(CheckSpec check) {
    List<String> columns = new ArrayList<>();
    // A name of the manifest may look like a place; within quotes it must stay a name.
    check
        .parameters()
        .path("columns")
        .forEach(column -> columns.add(Quoted.identifier(column.asText())));
    return columns;
  }

  private static String what(CheckSpec check) {
    return switch (check.kind()) {
      case ROW_COUNT -> "rows";
      case NOT_NULL -> "rows without a value";
      case UNIQUE -> "values that several rows have";
      case SQL -> "rows found";
    };
  }

  private static CheckResult result(CheckSpec check, boolean passed, long measured, String what) {
    return new CheckResult(
        check.name(), check.severity(), passed, (double) measured, measured + " " + what);
  }
}
