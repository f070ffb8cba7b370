package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco status}: how a run stands. */
@Command(name = "status", description = "Show how a run stands, and what of it failed.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private WaitOption wait;

  @Parameters(paramLabel = "RUN", description = "Its id.")
  private String run;

  @Override
  public Integer call() {
    ArcoClient client = server.client();
    if (wait.isAsked()) {
      return wait.ended(client, run, spec.commandLine());
    }
    JsonNode state = client.get(RunPath.run(run)).orFail();
    PrintWriter out = spec.commandLine().getOut();
    out.println(RunWatch.line(state));
    out.println("selection: " + Visible.of(state.path("selection").asText()));
    out.println(
        "created: "
            + state.path("createdAt").asText()
            + " by "
            + Visible.of(state.path("createdBy").asText()));
    if (state.has("endedAt")) {
      out.println("ended: " + state.path("endedAt").asText());
    }
    if (state.has("cancelReason")) {
      out.println("cancel asked for: " + Visible.of(state.path("cancelReason").asText()));
    }
    out.flush();
    WaitOption.tellFailures(client, run, state, spec.commandLine().getErr());
    return ExitCode.OK;
  }
}
