package io.arco.bench;

import io.arco.server.BenchServer;
import io.arco.testing.Await;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own; ended with {@link #close}, or with this process. */
public final class ServerProcess implements AutoCloseable {
  /** The heap every measured server has. */
  static final String HEAP = "-Xmx2g";

  private static final long STOP_SECONDS = 15;

  private final Process process;
  private final long startedNanos;
  private final Path log;
  private final URI url;

  private ServerProcess(Path work, List<String> command, Map<String, String> environment)
      throws IOException {
    Path ready = work.resolve("ready");
    Files.deleteIfExists(ready);
    log = work.resolve("server.log");
    List<String> whole = new ArrayList<>(List.of(java("java"), HEAP));
    whole.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    whole.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    whole.addAll(List.of(System.getProperty("arco.bench.jvm", "").split(" ")));
    whole.removeIf(String::isEmpty);
    whole.addAll(command);
    whole.add(ready.toString());
    startedNanos = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("ARCO_FLIGHT__PORT", "0");
    builder.environment().putAll(S3TestServer.environment());
    builder.environment().putAll(environment);
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Await.until("the server listens; see " + log, () -> hasText(ready));
    String line = Files.readString(ready).strip();
    url = URI.create(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Starts a server with the classes of the tests, on a store whose puts may be slow. */
  static ServerProcess onStore(Path work, Profile profile, Path directory) throws IOException {
    return new ServerProcess(
        work,
        List.of(
            "-D" + BenchServer.JOURNAL + "=" + profile.journal(),
            "-cp",
            System.getProperty("java.class.path"),
            BenchServer.class.getName(),
            profile.store(directory),
            Long.toString(profile.putDelayMillis())),
        Map.of());
  }

  /** Starts the jar as a user would. */
  static ServerProcess ofJar(Path work, Path jar, Path directory) throws IOException {
    return ofJar(work, jar, directory, List.of(), Map.of());
  }

  /**
   * The same.
   *
   * @param jvm arguments of its JVM
   * @param environment more of its environment: its configuration
   */
  static ServerProcess ofJar(
      Path work, Path jar, Path directory, List<String> jvm, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(
        List.of(
            "-jar",
            jar.toString(),
            "server",
            "--port",
            "0",
            "--store",
            Profile.FILE.store(directory),
            "--ready-file"));
    return new ServerProcess(work, command, environment);
  }

  /** Where it listens. */
  URI url() {
    return url;
  }

  /** The port of its Flight SQL, which it has written before it was ready. */
  int flightPort() throws IOException {
    String said = "Flight SQL listens on ";
    String line =
        Files.readString(log)
            .lines()
            .filter(each -> each.startsWith(said))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no Flight SQL; see " + log));
    return URI.create(line.substring(said.length())).getPort();
  }

  /** The id of the process. */
  long pid() {
    return process.pid();
  }

  /** Milliseconds since the process was started. */
  double millisSinceStart() {
    return (System.nanoTime() - startedNanos) / 1e6;
  }

  /** The time its threads have spent on processors: what is left of a start on a busy machine. */
  double cpuMillis() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e6;
  }

  /** Has it collect all garbage. */
  void collectGarbage() throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(log.resolveSibling("jcmd.log").toFile())
            .start();
    if (tool.waitFor() != 0) {
      throw new IOException("jcmd failed");
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private boolean hasText(Path file) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the server ended; see " + log);
    }
    return file.toFile().length() > 0;
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }
}
