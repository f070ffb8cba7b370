package io.arco.server.cli;

import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.server.data.DataRoots;
import io.arco.server.worker.SqlWorker;
import io.arco.server.worker.WorkerSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco worker}: does tasks until it is told to stop. */
@Command(
    name = "worker",
    description = "Take SQL tasks of a server and do them, until SIGTERM or Ctrl-C.")
final class WorkerCommand implements Callable<Integer> {
  private static final long MIB = 1L << 20;
  private static final int MAX_ID = 255;

  /** What is left for the process beside the engine, once it is told to stop. */
  private static final long STOP_GRACE_MILLIS = 1_500;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Option(
      names = "--data-root",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Tables are read and written below it; repeatable, outputs go to the first.")
  private List<Path> dataRoots;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Tasks at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "sql",
      description = "Kinds of assets to make, whose payload is SQL (default: ${DEFAULT-VALUE}).")
  private List<String> kinds;

  @Option(names = "--once", description = "End when there is nothing to do.")
  private boolean once;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long running tasks may go on once it is stopped; then they are given back"
              + " (default: ${DEFAULT-VALUE}).")
  private int drainSeconds;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "What all tasks together may allocate (default: ${DEFAULT-VALUE}).")
  private long memoryMib;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the engine, for each task (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "What it is called (default: host and process).")
  private String id;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    WorkerSettings settings = settings();
    SqlWorker worker =
        new SqlWorker(settings, server.remote(), roots(), Clock.system(), line -> print(out, line));
    Thread stop = new Thread(() -> stop(worker), "arco-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    print(out, "Worker " + settings.id() + " takes tasks of " + server.address());
    int status = status(worker.run());
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // The hook runs already, and ends the process.
      return status;
    }
    return status;
  }

  private static int status(SqlWorker.Ended ended) {
    return switch (ended) {
      case DONE -> ExitCode.OK;
      case REFUSED -> ExitCode.FAILED;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
    };
  }

  private static void stop(SqlWorker worker) {
    boolean ended = worker.stop();
    // In a shutdown hook the status of the process can't be set in another way.
    Runtime.getRuntime().halt(ended ? ExitCode.OK : ExitCode.FAILED);
  }

  private static synchronized void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private WorkerSettings settings() {
    within("--slots", slots, 1, WorkerSettings.MAX_SLOTS);
    within("--drain", drainSeconds, 0, 3_600);
    within("--memory", memoryMib, 64L * slots, 1 << 20);
    within("--threads", threads, 1, 256);
    return new WorkerSettings(
        id == null ? defaultId() : checkedId(),
        kinds,
        slots,
        once,
        drainSeconds * 1_000L,
        absolute(dataRoots.get(0)),
        memoryMib * MIB,
        threads);
  }

  private static void within(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CommandException(
          ExitCode.USAGE, option + ": " + value + " is not from " + min + " to " + max);
    }
  }

  private String checkedId() {
    if (id.isEmpty() || id.length() > MAX_ID || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new CommandException(
          ExitCode.USAGE, "--id: not 1 to " + MAX_ID + " visible ASCII characters");
    }
    return id;
  }

  private static String defaultId() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      host = "worker";
    }
    return host + "-" + ProcessHandle.current().pid();
  }

  private DataRoots roots() {
    for (Path root : dataRoots) {
      if (!Files.isDirectory(root)) {
        throw new CommandException(ExitCode.USAGE, "--data-root: " + root + " is no directory");
      }
    }
    Workers inPlace =
        new Workers() {
          @Override
          public <T> Future<T> call(Callable<T> task) {
            try {
              return Future.succeededFuture(task.call());
            } catch (Exception e) {
              return Future.failedFuture(e);
            }
          }
        };
    return new DataRoots(
        dataRoots.stream().map(WorkerCommand::absolute).toList(), Optional.empty(), inPlace);
  }

  private static Path absolute(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
