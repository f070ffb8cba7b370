package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns {@code application/problem+json} into lines for a person. */
final class ProblemText {
  /** Members that the line has already, or that say nothing to a person. */
  private static final Set<String> PLAIN =
      Set.of("type", "title", "status", "detail", "code", "requestId", "retryable", "instance");

  /** What something else says of it, in words of its own: on lines of their own, uncut. */
  private static final String MESSAGE = "message";

  /** The most cells of any other value. */
  private static final int VALUE_WIDTH = 300;

  private ProblemText() {}

  /** {@code CODE: text (field: value, …)}, and below it the lines of a message. */
  static String of(int status, JsonNode problem) {
    String code = problem.path("code").asText();
    if (code.isEmpty()) {
      return "the server answered " + status;
    }
    String detail = problem.path("detail").asText();
    String text = detail.isEmpty() ? problem.path("title").asText() : detail;
    List<String> details = new ArrayList<>();
    StringBuilder below = new StringBuilder();
    for (Map.Entry<String, JsonNode> member : problem.properties()) {
      if (PLAIN.contains(member.getKey())) {
        continue;
      }
      if (member.getKey().equals("details") && member.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> inner : member.getValue().properties()) {
          if (inner.getKey().equals(MESSAGE)) {
            inner.getValue().asText().lines().forEach(line -> below.append(indented(line)));
          } else {
            details.add(pair(inner));
          }
        }
      } else {
        details.add(pair(member));
      }
    }
    String tail = details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
    return code + ": " + text + tail + below;
  }

  private static String indented(String line) {
    return System.lineSeparator() + "  " + TextTable.shown(line);
  }

  private static String pair(Map.Entry<String, JsonNode> member) {
    return member.getKey()
        + ": "
        + TextTable.fit(Rows.textOrNull(member.getValue()) + "", VALUE_WIDTH);
  }
}
