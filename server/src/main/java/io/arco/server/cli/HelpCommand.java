package io.arco.server.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco help [COMMAND…]}: what a command takes. */
@Command(name = "help", description = "Show the options of a command.")
final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", description = "The command, such as: demo load.")
  private List<String> path = List.of();

  @Override
  public void run() {
    CommandLine command = spec.parent().commandLine();
    for (String name : path) {
      CommandLine child = command.getSubcommands().get(name);
      if (child == null) {
        throw new CommandLine.ParameterException(
            command, "no such command: " + String.join(" ", path));
      }
      command = child;
    }
    command.usage(spec.commandLine().getOut());
  }
}
