package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco cancel}: ends a run. */
@Command(name = "cancel", description = "Cancel a run; tasks that run are told to stop.")
final class CancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "RUN", description = "Its id.")
  private String run;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever asks later.")
  private String reason;

  @Override
  public Integer call() {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode answer = server.client().create(RunPath.run(run) + "/cancel", body).orFail();
    spec.commandLine().getOut().println(answer.path("state").asText());
    return ExitCode.OK;
  }
}
