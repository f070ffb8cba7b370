package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanation.Link;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.PartitionExplanations;
import io.arco.planner.run.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks up what explanations say in the commits that they name. */
final class Facts {
  private final LocalOrchestration local;
  private final Map<Long, List<JsonNode>> commits = new HashMap<>();

  Facts(LocalOrchestration local) {
    this.local = local;
  }

  /** Explains all there is; every link must be found, and its task be named by the event. */
  void check(Set<String> seen) {
    for (Run run : local.state.runs().all()) {
      check(Explanations.run(local.state.runs(), run), run.state().name(), seen);
      for (int task = 0; task < run.tasks(); task++) {
        Explanation explained = Explanations.task(local.state.runs(), run, task);
        check(explained, run.task(task).state().name(), seen);
        assertTrue(explained.links().size() > 1 || run.task(task).attempts() == 0);
        check(
            PartitionExplanations.explain(
                local.state.runs(),
                run.definition().asset(task).asset(),
                run.definition().partition(task),
                null),
            null,
            seen);
      }
    }
  }

  private void check(Explanation explained, String state, Set<String> seen) {
    assertTrue(state == null || state.equals(explained.state()));
    for (Link link : explained.links()) {
      assertTrue(isThere(link), () -> link + " is not in commit " + link.sequence());
      seen.add("fact " + link.fact());
    }
  }

  private boolean isThere(Link link) {
    String type = "\"" + link.event() + "\"";
    for (JsonNode event : commits.computeIfAbsent(link.sequence(), this::read)) {
      if (event.get("type").toString().equals(type)) {
        String text = event.toString();
        String named = link.by() != null ? link.by() : link.task();
        if (named == null || names(event, text, named)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean names(JsonNode event, String text, String task) {
    String run = task.substring(0, task.indexOf('.'));
    String number = task.substring(task.indexOf('.') + 1);
    // What makes a run, or cancels it, is about all of its tasks.
    boolean isWhole =
        Set.of("RunCreated", "RunCancelRequested").contains(event.get("type").asText());
    String named = isWhole ? "\"" + run + "\"" : "\"run\":\"" + run + "\",\"task\":" + number + ",";
    return text.contains(named);
  }

  private List<JsonNode> read(long sequence) {
    List<JsonNode> events = new ArrayList<>();
    for (OrchestrationEvent event : local.commit(sequence)) {
      ObjectNode node = Json.MAPPER.valueToTree(event);
      node.put("type", event.getClass().getSimpleName());
      events.add(node);
    }
    assertFalse(events.isEmpty());
    return events;
  }
}
