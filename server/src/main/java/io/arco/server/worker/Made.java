package io.arco.server.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.TaskError;
import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.server.sql.ResultColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A file that was made, complete and checked, and not yet published.
 *
 * @param place where it is, and where it goes
 * @param rows how many it has
 * @param bytes how large it is
 * @param columns with those of the partition, in the engine's types
 * @param origins by column, in lower case, what its values come from; where that is known
 * @param checks what came of them
 * @param inputs what it was made from
 * @param elapsedMillis how long that took
 */
record Made(
    OutputPlace place,
    long rows,
    long bytes,
    List<ResultColumn> columns,
    Map<String, Set<Source>> origins,
    List<CheckResult> checks,
    ArrayNode inputs,
    long elapsedMillis) {

  /** The report of success, once it is published. */
  ObjectNode report(TaskLease lease) {
    ObjectNode report = Json.MAPPER.createObjectNode().put("outcome", "SUCCEEDED");
    ObjectNode output = report.putArray("outputs").addObject();
    if (lease.table() != null) {
      output.set("table", table(lease.table()));
    }
    output
        .put("location", place.location())
        .put("format", "parquet")
        .put("version", lease.attemptId());
    if (!lease.partitionKey().isEmpty()) {
      output.put("partitionKey", lease.partitionKey());
    }
    output.put("rowCount", rows).put("byteSize", bytes);
    ArrayNode described = output.putArray("columns");
    for (ResultColumn column : columns) {
      ObjectNode one =
          described
              .addObject()
              .put("name", column.name())
              .put("type", CatalogTypes.of(column.type()));
      Set<Source> sources = origins.get(column.name().toLowerCase(Locale.ROOT));
      if (sources != null) {
        ColumnOrigins.addTo(one.putArray("inputs"), sources);
      }
    }
    report.set("inputs", inputs);
    addChecks(report, checks);
    report.putObject("metrics").put("elapsedMillis", (double) elapsedMillis);
    return report;
  }

  /** The report of a failure, with the checks that were done. */
  static ObjectNode failure(TaskError error, List<CheckResult> checks) {
    ObjectNode report = Json.MAPPER.createObjectNode().put("outcome", "FAILED");
    report.set("error", Json.MAPPER.valueToTree(error));
    addChecks(report, checks);
    return report;
  }

  private static void addChecks(ObjectNode report, List<CheckResult> checks) {
    if (checks.isEmpty()) {
      return;
    }
    ArrayNode reported = report.putArray("checks");
    for (CheckResult check : checks) {
      ObjectNode result =
          reported.addObject().put("name", check.name()).put("passed", check.passed());
      if (check.measured() != null) {
        result.put("measured", check.measured());
      }
      if (check.message() != null) {
        result.put("message", check.message());
      }
    }
  }

  /** A table's name as the protocol has it. */
  static ObjectNode table(TableLink table) {
    return Json.MAPPER
        .createObjectNode()
        .put("catalog", table.catalog())
        .put("schema", table.schema())
        .put("name", table.name());
  }
}
