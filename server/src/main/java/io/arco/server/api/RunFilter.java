package io.arco.server.api;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunState;
import io.arco.table.Row;
import java.util.Arrays;
import java.util.List;

/**
 * Which runs of a list are wanted; null is any.
 *
 * @param state that stand so
 * @param labelName that have a label of this name
 * @param labelValue and this value
 * @param asset that have tasks of this asset
 */
record RunFilter(RunState state, String labelName, String labelValue, AssetKey asset) {
  /**
   * What the query parameters say.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, INVALID_NAME
   */
  static RunFilter of(Exchange exchange) {
    String label = exchange.query("label").orElse(null);
    int equals = label == null ? -1 : label.indexOf('=');
    if (label != null && equals < 1) {
      throw RequestProblems.parameter("label", label, "name=value");
    }
    return new RunFilter(
        state(exchange, RunState.class),
        label == null ? null : label.substring(0, equals),
        label == null ? null : label.substring(equals + 1),
        asset(exchange));
  }

  /** The state that the parameter {@code state} names, or null. */
  static <E extends Enum<E>> E state(Exchange exchange, Class<E> type) {
    String text = exchange.query("state").orElse(null);
    if (text == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                RequestProblems.parameter("state", text, Arrays.toString(type.getEnumConstants())));
  }

  /** The asset that the parameter {@code asset} names, or null. */
  static AssetKey asset(Exchange exchange) {
    return exchange
        .query("asset")
        .map(
            text ->
                AssetKey.of(text)
                    .orElseThrow(() -> RequestProblems.parameter("asset", text, "namespace.name")))
        .orElse(null);
  }

  /** What tells this list from another. */
  List<String> identity() {
    return List.of(
        "runs",
        String.valueOf(state),
        String.valueOf(labelName),
        String.valueOf(labelValue),
        asset == null ? "" : asset.text());
  }

  /** Whether it wants a run that has left the state, as far as its row shows. */
  boolean wants(Row run) {
    RunState at = HistoryRuns.state(run);
    return at.isFinal()
        && (state == null || at == state)
        && (labelName == null || labelValue.equals(HistoryRuns.labels(run).get(labelName)));
  }

  /** Whether it wants a run that is in the state. */
  boolean wants(Run run) {
    return (state == null || run.state() == state)
        && (labelName == null || labelValue.equals(run.info().labels().get(labelName)))
        && (asset == null
            || run.definition().assets().stream().anyMatch(it -> it.asset().equals(asset)));
  }
}
