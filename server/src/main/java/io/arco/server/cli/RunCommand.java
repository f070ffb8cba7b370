package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco run}: makes a run. */
@Command(name = "run", description = "Make a run: have assets made, and what they need.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private WaitOption wait;

  @Parameters(
      paramLabel = "SELECTION",
      description = "Which assets: weather.month, +weather.month (with all upstream), tag:daily, …")
  private String selection;

  @Option(
      names = "--partition",
      paramLabel = "KEY",
      description = "A partition's canonical text: day=d:2025-01-15; repeatable.")
  private List<String> partitions = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Periods that end after it: 2025-01-01T00:00:00Z.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Periods that begin before it.")
  private String to;

  @Option(
      names = "--all",
      description = "Make what is there already, too (default: what is missing).")
  private boolean all;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Plan as if it were that time (default: now).")
  private String at;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "One run for a key: with the same request again the same run.")
  private String key;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "For whoever reads them; workers are told; repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever asks later.")
  private String reason;

  @Override
  public Integer call() {
    ArcoClient client = server.client();
    PrintWriter out = spec.commandLine().getOut();
    JsonNode answer = client.create(RunPath.RUNS, body()).orFail();
    String run = answer.path("run").asText();
    out.println((answer.path("created").asBoolean() ? "Run " : "Run, there already: ") + run);
    out.flush();
    return wait.ended(client, run, spec.commandLine());
  }

  private ObjectNode body() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("selection", selection);
    ObjectNode asked = Json.MAPPER.createObjectNode();
    if (!partitions.isEmpty()) {
      partitions.forEach(asked.putArray("keys")::add);
    }
    put(asked, "from", from);
    put(asked, "to", to);
    if (!asked.isEmpty()) {
      body.set("partitions", asked);
    }
    if (all) {
      body.put("mode", "ALL");
    }
    put(body, "logicalTime", at);
    put(body, "runKey", key);
    put(body, "reason", reason);
    if (!labels.isEmpty()) {
      ObjectNode object = body.putObject("labels");
      labels.forEach(object::put);
    }
    return body;
  }

  private static void put(ObjectNode object, String field, String valueOrNull) {
    if (valueOrNull != null) {
      object.put(field, valueOrNull);
    }
  }
}
