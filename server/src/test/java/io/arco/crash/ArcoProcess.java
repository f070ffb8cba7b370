package io.arco.crash;

import io.arco.testing.Await;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The one main of Arco in a Java machine of its own, on this process's class path unless said
 * otherwise. What it prints goes to files. Whatever is still running when this process ends is
 * killed.
 */
final class ArcoProcess implements AutoCloseable {
  /** The class path of the processes where it is not this process's. */
  private static final String CLASS_PATH = "arco.process.classpath";

  private static final String MAIN = "io.arco.server.Main";

  /** A warning, and the stack of the thread that follows it. */
  private static final Pattern HELD_UP =
      Pattern.compile(
          "^\\S+ WARN +BlockedThreadChecker .*\n"
              + "(io\\.vertx\\.core\\.VertxException.*\n"
              + "(\tat .*\n"
              + ")*)?",
          Pattern.MULTILINE);

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger STARTED = new AtomicInteger();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end-of-children"));
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private ArcoProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * The lines of a log without those that tell of a busy machine, on which a thread of Vert.x was
   * held up.
   */
  static List<String> complaints(String log) {
    return HELD_UP.matcher(log).replaceAll("").lines().toList();
  }

  /** What a process that has ended said. */
  record Ended(int status, String out, String err) {
    @Override
    public String toString() {
      return "status " + status + ", out: " + out + ", err: " + err;
    }
  }

  /** Starts {@code arco ARGUMENTS}; its output and temporary files are kept in this directory. */
  static ArcoProcess start(Path directory, String... arguments) {
    return start(directory, List.of(), command(directory, arguments));
  }

  private static ArcoProcess start(Path directory, List<String> without, List<String> command) {
    String name = "process-" + STARTED.incrementAndGet();
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    try {
      Files.createDirectories(directory);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(variable -> variable.startsWith("ARCO_"));
      builder.environment().put("ARCO_FLIGHT__PORT", "-1");
      builder.environment().putAll(S3TestServer.environment());
      builder.environment().keySet().removeAll(without);
      Process process = builder.start();
      RUNNING.add(process);
      process.onExit().thenRun(() -> RUNNING.remove(process));
      return new ArcoProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code arco ARGUMENTS} to its end. */
  static Ended run(Path directory, String... arguments) {
    try (ArcoProcess process = start(directory, arguments)) {
      return process.ended(Await.DEADLINE_SECONDS);
    }
  }

  /** The same, without these variables in its environment and with no home to find others in. */
  static Ended runWithout(Path directory, List<String> variables, String... arguments) {
    try (ArcoProcess process = start(directory, variables, command(directory, arguments))) {
      return process.ended(Await.DEADLINE_SECONDS);
    }
  }

  /** The command of {@code arco ARGUMENTS}, with temporary files in this directory. */
  static List<String> command(Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + directory,
            "-Duser.home=" + directory,
            "-cp",
            System.getProperty(CLASS_PATH, System.getProperty("java.class.path")),
            MAIN));
    command.addAll(List.of(arguments));
    return command;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal, {@code STOP} or {@code CONT} say. */
  void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill -" + name + " ended with " + status);
    }
  }

  /** Asks it to end, as {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    ended(Await.DEADLINE_SECONDS);
  }

  /** Waits until it ends by itself, or the time is over. */
  boolean endsWithin(long time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a process runs", e);
    }
  }

  /** Waits for its end; fails if that takes longer. */
  Ended ended(long withinSeconds) {
    if (!endsWithin(withinSeconds, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end within " + withinSeconds + " s; err: " + err());
    }
    return new Ended(process.exitValue(), out(), err());
  }

  /** What it printed so far. */
  String out() {
    return read(out);
  }

  /** What it complained of and logged so far. */
  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
