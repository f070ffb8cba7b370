package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.selection.SelectionParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The body of requests for reruns; what is null was not said.
 *
 * @param mode what of the run is done again
 * @param selection of a subset: which of the run's assets; null is all of them
 * @param tasks of a subset: which tasks, by number; null is all of the selection
 * @param downstream of a subset: whether also what waits for them
 * @param runKey there is one run for it; null is one made of the parent and the request
 * @param labels for whoever reads them
 * @param reason what a person says about it
 */
record RerunRequest(
    Mode mode,
    String selection,
    List<Integer> tasks,
    Boolean downstream,
    String runKey,
    SortedMap<String, String> labels,
    String reason) {
  /** The most tasks that are named one by one. */
  static final int MAX_TASKS = 10_000;

  private static final int KEY_DIGITS = 16;

  /** What of a run is done again. */
  enum Mode {
    /** What did not succeed. */
    FROM_FAILURE,
    /** Some of its tasks. */
    SUBSET
  }

  @JsonPropertyOrder({"parent", "mode", "selection", "tasks", "downstream", "labels"})
  private record Essence(
      UUID parent,
      Mode mode,
      String selection,
      List<Integer> tasks,
      Boolean downstream,
      Map<String, String> labels) {}

  /**
   * Itself, if it makes sense as far as that shows without the run.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, INVALID_SELECTION
   */
  RerunRequest checked() {
    Required.value("/mode", mode);
    boolean chooses = selection != null || tasks != null || downstream != null;
    if (mode == Mode.FROM_FAILURE && chooses) {
      throw Required.wrong("/mode", "SUBSET where tasks are chosen");
    }
    if (mode == Mode.SUBSET && selection == null && tasks == null) {
      throw Required.wrong("/selection", "a selection or tasks");
    }
    if (selection != null) {
      SelectionParser.parse(selection);
    }
    if (tasks != null) {
      Required.within("/tasks", tasks.size(), 1, MAX_TASKS);
      tasks.forEach(task -> Required.value("/tasks", task));
    }
    if (labels != null) {
      labels.forEach((name, value) -> Required.value("/labels/" + name, value));
    }
    return this;
  }

  SortedMap<String, String> labelsOrNone() {
    return labels == null ? new TreeMap<>() : labels;
  }

  /** SHA-256 of what is asked for. */
  Hash fingerprint(UUID parent) {
    return Hash.of(
        Json.bytes(new Essence(parent, mode, selection, tasks, downstream, labelsOrNone())));
  }

  /** The run key: the one that is said, or one that is the same for the same request. */
  String keyOrDefault(UUID parent) {
    return runKey != null
        ? runKey
        : "rerun:"
            + parent
            + ":"
            + mode.name().toLowerCase(Locale.ROOT)
            + ":"
            + fingerprint(parent).hex().substring(0, KEY_DIGITS);
  }
}
