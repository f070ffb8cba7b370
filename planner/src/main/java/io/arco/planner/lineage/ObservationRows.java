package io.arco.planner.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.Input;
import io.arco.planner.run.Materialization;
import io.arco.planner.run.Output;
import io.arco.planner.run.Run;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.Work;
import io.arco.planner.run.WorkOrders;
import io.arco.table.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Observations as rows of {@link LineageTables#OBSERVATIONS}. */
final class ObservationRows {
  private ObservationRows() {}

  /**
   * What was read.
   *
   * @param asset of which asset, or null
   * @param table of which table, or null
   * @param version which version of it; null: not known
   * @param partitionKey which partition, as canonical text; null: not told, or there are none
   * @param task the task that made it, as its id; null: not known
   */
  @JsonPropertyOrder({"asset", "table", "version", "partitionKey", "task"})
  private record Read(
      AssetKey asset, TableLink table, String version, String partitionKey, String task) {}

  /** What was made; for the fields see {@link Output}. */
  @JsonPropertyOrder({"table", "location", "version", "partitionKey", "rowCount", "byteSize"})
  private record Made(
      TableLink table,
      String location,
      String version,
      String partitionKey,
      Long rowCount,
      Long byteSize) {}

  /** The columns that one was made from. */
  @JsonPropertyOrder({"column", "inputs"})
  private record MadeColumn(EntityName column, List<EntityName> inputs) {}

  /**
   * The row of an observation.
   *
   * @param before the state that the event was applied to
   */
  static Row row(OrchestrationState before, TaskCompleted event, Observation observation) {
    Run run = before.runs().run(event.run()).orElseThrow();
    Work work = WorkOrders.of(before, run, event.task());
    boolean isReported = event.inputs() != null;
    List<Read> reads = isReported ? reported(event.inputs()) : planned(work);
    List<MadeColumn> columns = columns(observation);
    boolean truncated = observation.truncated() || (!isReported && work.upstreamTruncated());
    return Row.of(
        event.run().toString(),
        event.task(),
        event.attempt(),
        work.asset().key().text(),
        work.partition(),
        observation.sighting().at().sequence(),
        observation.sighting().at().committedAt(),
        work.codeVersion(),
        isReported,
        json(reads),
        json(made(event.outputs(), work)),
        columns.isEmpty() ? null : json(columns),
        truncated);
  }

  private static List<Read> reported(List<Input> inputs) {
    return inputs.stream()
        .map(one -> new Read(one.asset(), one.table(), one.version(), one.partitionKey(), null))
        .toList();
  }

  private static List<Read> planned(Work work) {
    long leased = work.run().task(work.task()).live().leased().sequence();
    return work.upstream().stream().map(one -> read(one, leased)).toList();
  }

  private static Read read(Materialization one, long leased) {
    Output output = one.output();
    // What was made anew behind the lease may have been read before or after.
    boolean isSure = one.at().sequence() <= leased;
    return new Read(
        one.asset(),
        output == null ? null : output.table(),
        isSure && output != null ? output.version() : null,
        one.partition().isEmpty() ? null : one.partition(),
        isSure ? new TaskRef(one.run(), one.task()).text() : null);
  }

  private static List<Made> made(List<Output> outputs, Work work) {
    List<Made> made = new ArrayList<>();
    String own = work.partition().isEmpty() ? null : work.partition();
    for (Output output : outputs == null ? List.<Output>of() : outputs) {
      made.add(
          new Made(
              tableOf(output, work.asset()),
              output.location(),
              output.version(),
              output.partitionKey() == null ? own : output.partitionKey(),
              output.rowCount(),
              output.byteSize()));
    }
    return made;
  }

  private static TableLink tableOf(Output output, Asset asset) {
    return output.table() == null ? asset.table() : output.table();
  }

  private static List<MadeColumn> columns(Observation observation) {
    Map<EntityName, List<EntityName>> inputs = new LinkedHashMap<>();
    for (Flow flow : observation.flows()) {
      if (flow.to().kind() == EntityName.Kind.COLUMN) {
        inputs.computeIfAbsent(flow.to(), to -> new ArrayList<>()).add(flow.from());
      }
    }
    List<MadeColumn> columns = new ArrayList<>();
    inputs.forEach((column, from) -> columns.add(new MadeColumn(column, from)));
    return columns;
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), UTF_8);
  }
}
