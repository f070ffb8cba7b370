package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Paths of runs and tasks in the REST API, from what a person types. */
final class RunPath {
  /** The collection of all runs. */
  static final String RUNS = "/api/v1/runs";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private RunPath() {}

  static String run(String run) {
    return RUNS + "/" + part(run);
  }

  /** The id of a task that is named by number, or as {@code namespace.name[partition]}. */
  static String taskId(ArcoClient client, String run, String task) {
    if (NUMBER.matcher(task).matches()) {
      return run + "." + task;
    }
    int bracket = task.indexOf('[');
    String asset = bracket < 0 ? task : task.substring(0, bracket);
    String partition = bracket < 0 ? "" : task.substring(bracket + 1).replaceFirst("]$", "");
    String path = run(run) + "/tasks?pageSize=1000&asset=" + part(asset);
    String token = "";
    do {
      JsonNode page =
          client.get(path + (token.isEmpty() ? "" : "&pageToken=" + part(token))).orFail();
      for (JsonNode item : page.path("items")) {
        if (item.path("partitionKey").asText("").equals(partition)) {
          return item.path("id").asText();
        }
      }
      token = page.path("nextPageToken").asText("");
    } while (!token.isEmpty());
    throw new CommandException(ExitCode.FAILED, "the run has no task " + task);
  }

  /** What a task is called. */
  static String taskKey(JsonNode task) {
    String partition = task.path("partitionKey").asText("");
    return task.path("asset").asText() + (partition.isEmpty() ? "" : "[" + partition + "]");
  }

  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
