package io.arco.crash;

import io.arco.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code arco server} as a process: on any free port of the loopback, ready once it is returned.
 */
final class ServerProcess implements AutoCloseable {
  /** What stopping may take: the 8 s of a drain, and a machine that does other things. */
  static final int STOP_SECONDS = 30;

  private static final String READY = "Arco listens on ";

  private final ArcoProcess process;
  private final Path readyFile;

  private ServerProcess(ArcoProcess process, Path readyFile) {
    this.process = process;
    this.readyFile = readyFile;
  }

  /**
   * Begins to start a server, and does not wait.
   *
   * @param directory for what it prints
   * @param store as on the command line
   * @param options more of the command line
   */
  static ServerProcess begin(Path directory, String store, String... options) {
    try {
      Files.createDirectories(directory);
      Path ready = Files.createTempFile(directory, "ready", "");
      Files.delete(ready);
      List<String> arguments =
          new ArrayList<>(List.of("server", "--port", "0", "--store", store, "--ready-file"));
      arguments.add(ready.toString());
      arguments.addAll(List.of(options));
      return new ServerProcess(
          ArcoProcess.start(directory, arguments.toArray(String[]::new)), ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server and waits until it listens. */
  static ServerProcess start(Path directory, String store, String... options) {
    return begin(directory, store, options).ready();
  }

  /** Waits until it listens; itself. Fails with what it logged if it ended instead. */
  ServerProcess ready() {
    Await.until("the server is ready", () -> Files.exists(readyFile) || !process.isAlive());
    if (!Files.exists(readyFile)) {
      throw new AssertionError("the server ended: " + process.ended(STOP_SECONDS));
    }
    return this;
  }

  /** Its address. */
  String url() {
    try {
      String line = Files.readString(readyFile).strip();
      if (!line.startsWith(READY)) {
        throw new AssertionError("the ready file says: " + line);
      }
      return line.substring(READY.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of its process. */
  long pid() {
    return process.pid();
  }

  /** Its port. */
  int port() {
    return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
  }

  /** What it logged. */
  String log() {
    return process.err();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.kill();
  }

  /** Kills it after so many milliseconds, wherever it is then. */
  void killAfter(long millis) {
    process.endsWithin(millis, TimeUnit.MILLISECONDS);
    process.kill();
  }

  /** Sends SIGTERM, and does not wait. */
  void terminate() {
    process.terminate();
  }

  /** Waits for its end, at most {@link #STOP_SECONDS}. */
  ArcoProcess.Ended ended() {
    return process.ended(STOP_SECONDS);
  }

  /** Ends it as an operator would; fails unless it says that every request was answered. */
  void stop() {
    terminate();
    ArcoProcess.Ended ended = ended();
    if (ended.status() != 0) {
      throw new AssertionError("SIGTERM ended the server with " + ended);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.close();
  }
}
