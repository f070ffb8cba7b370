package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker says when an attempt has ended. All but the outcome may be null.
 *
 * @param outcome how it ended
 * @param outputs what it made
 * @param inputs what it read
 * @param checks what came of the checks
 * @param error of one that failed
 * @param metrics numbers by name
 * @param cancelledDuringPhase of one that was cancelled: what it was at
 */
@JsonPropertyOrder({
  "outcome",
  "outputs",
  "inputs",
  "checks",
  "error",
  "metrics",
  "cancelledDuringPhase"
})
public record Report(
    Outcome outcome,
    List<Output> outputs,
    List<Input> inputs,
    List<CheckResult> checks,
    TaskError error,
    SortedMap<String, Double> metrics,
    String cancelledDuringPhase) {
  /** Copies lists and metrics. */
  public Report {
    outputs = Copies.of(outputs);
    inputs = Copies.of(inputs);
    checks = Copies.of(checks);
    metrics = metrics == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /** That it succeeded, and nothing else. */
  public static Report succeeded() {
    return new Report(Outcome.SUCCEEDED, null, null, null, null, null, null);
  }

  /** That it failed. */
  public static Report failed(TaskError error) {
    return new Report(Outcome.FAILED, null, null, null, error, null, null);
  }

  /** SHA-256 of its JSON: what tells a report that is repeated from another one. */
  public Hash hash() {
    return Hash.of(Json.bytes(this));
  }
}
