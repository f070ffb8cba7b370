package io.arco.server.cli;

import io.arco.server.config.ConfigException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. A new command is a class, named in {@code subcommands}. */
@Command(
    name = "arco",
    synopsisSubcommandLabel = "COMMAND",
    description = "A file-native catalog and an orchestrator in one jar.",
    subcommands = {
      ServerCommand.class,
      TokenCommand.class,
      WorkerCommand.class,
      DeployCommand.class,
      RunCommand.class,
      RunsCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      ExplainCommand.class,
      CancelCommand.class,
      SqlCommand.class,
      VerifyCommand.class,
      DoctorCommand.class,
      GcCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      RepairCommand.class,
      DemoCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or something was found",
      "2:the command line or the configuration is wrong",
      "3:the server can't be reached"
    })
public final class ArcoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the options of the command.")
  @SuppressWarnings("UnusedVariable") // Picocli reads it.
  private boolean help;

  private final Map<String, String> environment;

  ArcoCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs one command line.
   *
   * @param out for answers
   * @param err for complaints and progress
   * @param environment what {@code ARCO_…} variables are read from
   * @return one of {@link ExitCode}
   */
  public static int run(
      PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
    ArcoCommand root = new ArcoCommand(environment);
    return new CommandLine(root)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(ArcoCommand::wrongArguments)
        .setExecutionExceptionHandler((e, command, parsed) -> root.failed(e, command))
        .execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is needed");
  }

  /** The environment of the process. */
  Map<String, String> environment() {
    return environment;
  }

  private static int wrongArguments(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("arco: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  private int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    if (verbose) {
      e.printStackTrace(err);
    }
    if (e instanceof ConfigException refused) {
      refused.mistakes().forEach(mistake -> err.println("arco: " + mistake));
      return ExitCode.USAGE;
    }
    if (e instanceof CommandException known) {
      err.println("arco: " + known.getMessage());
      return known.exitCode();
    }
    String message = e.getMessage() == null ? "" : ": " + e.getMessage();
    err.println(
        "arco: "
            + e.getClass().getSimpleName()
            + message
            + (verbose ? "" : " (--verbose shows where)"));
    return ExitCode.FAILED;
  }
}
