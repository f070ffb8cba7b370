package io.arco.server.cli;

import io.arco.server.ArcoServer;
import io.arco.server.FlightBindException;
import io.arco.server.auth.AuthSetupException;
import io.arco.server.config.LoadedConfig;
import io.arco.server.journal.JournalException;
import io.arco.server.logging.ServerLog;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A server from its start until the process is told to stop. */
final class Serving {
  /** How long a server may take to start. */
  static final long START_MILLIS = 60_000;

  /** What stopping may take beyond the time for draining. */
  static final long STOP_GRACE_MILLIS = 1_500;

  private Serving() {}

  /**
   * Serves. Returns only if the server can't start; once it serves, the process ends with SIGTERM
   * or SIGINT: with status 0 if every request was answered, else 1.
   */
  static int run(LoadedConfig loaded, PrintWriter out, Path readyFileOrNull) {
    ServerLog.configure(loaded.config().log());
    ArcoServer server = started(loaded);
    long stopMillis = loaded.config().shutdown().drainMillis() + STOP_GRACE_MILLIS;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopMillis), "arco-stop"));
    String line = "Arco listens on " + server.url();
    out.println(line);
    server.flightUrl().ifPresent(url -> out.println("Flight SQL listens on " + url));
    out.flush();
    writeReady(readyFileOrNull, line);
    waitForEver();
    return ExitCode.OK;
  }

  private static ArcoServer started(LoadedConfig loaded) {
    try {
      return await(ArcoServer.start(loaded.config()), START_MILLIS);
    } catch (ExecutionException e) {
      throw new CommandException(ExitCode.FAILED, why(e.getCause(), loaded), e.getCause());
    } catch (TimeoutException e) {
      throw new CommandException(ExitCode.FAILED, "the server did not start in time", e);
    }
  }

  private static String why(Throwable cause, LoadedConfig loaded) {
    if (cause instanceof BindException) {
      return "can't listen on "
          + loaded.config().http().host()
          + ":"
          + loaded.config().http().port()
          + ": "
          + cause.getMessage()
          + "; choose another with --port (0 for any)";
    }
    if (cause instanceof FlightBindException || cause instanceof AuthSetupException) {
      return cause.getMessage();
    }
    if (cause instanceof JournalException) {
      return "can't use the journal: " + cause.getMessage();
    }
    return "can't serve the store " + loaded.config().store() + ": " + cause.getMessage();
  }

  private static void stop(ArcoServer server, long stopMillis) {
    int status = ExitCode.FAILED;
    try {
      status = await(server.close(), stopMillis) ? ExitCode.OK : ExitCode.FAILED;
    } catch (ExecutionException | TimeoutException e) {
      LoggerFactory.getLogger(Serving.class).error("the server did not stop in order", e);
    }
    ServerLog.close();
    // In a shutdown hook the status of the process can't be set in another way.
    Runtime.getRuntime().halt(status);
  }

  /** Blocks: for the threads of commands and hooks, never for an event loop. */
  private static <T> T await(Future<T> future, long millis)
      throws ExecutionException, TimeoutException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  /** Written beside and moved into place: who sees the file sees the whole line. */
  private static void writeReady(Path fileOrNull, String line) {
    if (fileOrNull == null) {
      return;
    }
    try {
      Path file = fileOrNull.toAbsolutePath();
      Path temporary = Files.createTempFile(file.getParent(), "ready", ".tmp");
      Files.writeString(temporary, line + "\n", StandardCharsets.UTF_8);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "can't write " + fileOrNull, e);
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
