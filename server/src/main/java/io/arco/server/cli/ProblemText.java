package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns {@code application/problem+json} into a line for a person. */
final class ProblemText {
  /** Members that the line has already, or that say nothing to a person. */
  private static final Set<String> PLAIN =
      Set.of("type", "title", "status", "detail", "code", "requestId", "retryable", "instance");

  private ProblemText() {}

  /** {@code CODE: text (field: value, …)}. */
  static String of(int status, JsonNode problem) {
    String code = problem.path("code").asText();
    if (code.isEmpty()) {
      return "the server answered " + status;
    }
    String detail = problem.path("detail").asText();
    String text = detail.isEmpty() ? problem.path("title").asText() : detail;
    List<String> details = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : problem.properties()) {
      if (PLAIN.contains(member.getKey())) {
        continue;
      }
      if (member.getKey().equals("details") && member.getValue().isObject()) {
        member.getValue().properties().forEach(inner -> details.add(pair(inner)));
      } else {
        details.add(pair(member));
      }
    }
    String tail = details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
    return code + ": " + text + tail;
  }

  private static String pair(Map.Entry<String, JsonNode> member) {
    return member.getKey() + ": " + TextTable.fit(Rows.textOrNull(member.getValue()) + "");
  }
}
