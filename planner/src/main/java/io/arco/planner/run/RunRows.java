package io.arco.planner.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.Stamp;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;
import io.arco.table.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Runs, tasks and what they made as rows of {@link RunTables}, and some of them back. */
public final class RunRows {
  private RunRows() {}

  /**
   * What changes about a run.
   *
   * @param info what does not
   * @param state where it stands
   * @param ended when it ended, or null
   * @param cancel that it is to be cancelled, or null
   */
  @JsonPropertyOrder({"info", "state", "ended", "cancel"})
  record Head(RunInfo info, RunState state, Stamp ended, CancelRequest cancel) {}

  /** The definition that a row of {@link RunTables#RUN_DEFINITIONS} holds. */
  public static RunDefinition definition(Row row) {
    return new RunDefinition(List.of(parse(row.text(1), RunAsset[].class)));
  }

  /** Whether the run that a row of {@link RunTables#STATE_RUNS} shows has not ended. */
  public static boolean isUnderWay(Row row) {
    return !parse(row.text(1), Head.class).state().isFinal();
  }

  static String json(Object value) {
    return value == null ? null : new String(Json.bytes(value), UTF_8);
  }

  static <T> T parse(String json, Class<T> type) {
    return json == null ? null : Json.read(json.getBytes(UTF_8), type);
  }

  static Row run(Run run) {
    RunInfo info = run.info();
    CancelRequest cancel = run.cancel();
    return Row.of(
        info.id().toString(),
        run.state().name(),
        info.runKey(),
        info.trigger().type().name(),
        info.trigger().parent() == null ? null : info.trigger().parent().toString(),
        info.trigger().reason(),
        info.labels(),
        info.manifestVersion(),
        info.codeVersion(),
        info.selection(),
        json(info.partitions()),
        info.logicalTime(),
        info.mode().name(),
        info.requestFingerprint().hex(),
        info.planFingerprint().hex(),
        run.tasks(),
        run.count(TaskState.SUCCEEDED),
        run.count(TaskState.FAILED),
        run.count(TaskState.SKIPPED),
        run.count(TaskState.CANCELLED),
        info.createdBy(),
        info.created().committedAt(),
        info.created().sequence(),
        cancel == null ? null : cancel.reason(),
        cancel == null ? null : cancel.requestedBy(),
        cancel == null ? null : cancel.requested().committedAt(),
        cancel == null ? null : cancel.requested().sequence(),
        at(run.ended()),
        sequence(run.ended()));
  }

  static Row task(Run run, int number) {
    RunDefinition definition = run.definition();
    Task task = run.task(number);
    PastAttempt last = task.lastEnded();
    Stamp ready = run.firstReady(number);
    String worker = last == null ? null : last.worker();
    return Row.of(
        run.id().toString(),
        number,
        definition.asset(number).asset().text(),
        definition.partition(number),
        definition.asset(number).kind(),
        task.state().name(),
        task.since().committedAt(),
        task.since().sequence(),
        task.attempts(),
        task.live() == null ? worker : task.live().worker(),
        at(ready),
        sequence(ready),
        task.cause(),
        last == null || last.category() == null ? null : last.category().name(),
        last == null ? null : last.message(),
        run.readyBy(number),
        last == null ? null : at(last.released()),
        last == null ? null : sequence(last.released()));
  }

  static Row materialization(Materialization one) {
    Output output = one.output();
    TableLink table = output == null ? null : output.table();
    return Row.of(
        one.run().toString(),
        one.task(),
        one.attempt(),
        one.asset().text(),
        one.partition(),
        one.codeVersion(),
        one.at().committedAt(),
        one.at().sequence(),
        table == null ? null : table.catalog(),
        table == null ? null : table.schema(),
        table == null ? null : table.name(),
        output == null ? null : output.location(),
        output == null ? null : output.format(),
        output == null ? null : output.version(),
        output == null ? null : output.rowCount(),
        output == null ? null : output.byteSize(),
        output == null ? null : json(output.columns()));
  }

  static Row partition(Materialization one) {
    Output output = one.output();
    return Row.of(
        one.asset().text(),
        one.partition(),
        one.run().toString(),
        one.task(),
        one.attempt(),
        one.codeVersion(),
        one.at().committedAt(),
        one.at().sequence(),
        output == null ? null : output.version(),
        output == null ? null : output.rowCount(),
        output == null ? null : output.byteSize(),
        json(output));
  }

  static Materialization partition(Row row) {
    return new Materialization(
        AssetKey.parse(row.text(0)),
        row.text(1),
        UUID.fromString(row.text(2)),
        (Integer) row.get(3),
        (Integer) row.get(4),
        row.text(5),
        new Stamp((Long) row.get(7), (Instant) row.get(6)),
        parse(row.text(11), Output.class));
  }

  static Instant at(Stamp stamp) {
    return stamp == null ? null : stamp.committedAt();
  }

  static Long sequence(Stamp stamp) {
    return stamp == null ? null : stamp.sequence();
  }
}
