package io.arco.server.cli;

import io.arco.server.config.LoadedConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code arco server}: serves until it is told to stop. */
@Command(name = "server", description = "Serve until SIGTERM or Ctrl-C.")
final class ServerCommand implements Callable<Integer> {
  @ParentCommand private ArcoCommand root;
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write the line that tells the address to FILE once the server listens.")
  private Path readyFile;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (options.printedInstead(root.environment(), out)) {
      return ExitCode.OK;
    }
    LoadedConfig loaded = options.load(root.environment());
    return Serving.run(loaded, out, readyFile);
  }
}
