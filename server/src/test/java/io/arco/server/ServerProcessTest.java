package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arco server} as a process of its own. */
final class ServerProcessTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void sigtermEndsItWithZeroAndTheNextOneKnowsWhatItKnew() throws Exception {
    Process first = start("json");
    ContractClient client = new ContractClient(address());
    client.post(CATALOGS, "{\"name\":\"kept\"}", "X-Request-Id", "my-request").expect(201);
    assertEquals(0, terminated(first));
    LogLine line = LogLine.find(directory.resolve("err"), "my-request");
    assertEquals("default", line.text("tenant"));
    assertEquals("createCatalog", line.text("operation"));
    assertEquals("201", line.text("status"));
    Files.delete(directory.resolve("ready"));
    Process second = start("text");
    new ContractClient(address()).get(CATALOGS + "/kept").expect(200);
    assertEquals(0, terminated(second));
    List<String> out = lines("out");
    assertEquals(Files.readString(directory.resolve("ready")).strip(), out.get(0));
    assertTrue(out.get(1).startsWith("Flight SQL listens on grpc://127.0.0.1:"), out.get(1));
    assertEquals(2, out.size());
  }

  @Test
  void aTakenPortIsOneClearLine() throws Exception {
    start("text");
    String port = address().substring(address().lastIndexOf(':') + 1);
    Process second = process("--port", port, "--store", "memory:");
    assertTrue(second.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue());
    String text = Files.readString(directory.resolve("err"));
    assertTrue(text.contains("can't listen on 127.0.0.1:" + port), text);
    // A busy machine may be told of besides; what is about the port is this one line.
    assertEquals(1, text.lines().filter(line -> line.startsWith("arco: ")).count(), text);
    assertFalse(text.contains("BindException"), text);
  }

  private record LogLine(JsonNode json) {
    static LogLine find(Path file, String needle) throws IOException {
      for (String line : Files.readAllLines(file)) {
        if (line.contains(needle)) {
          return new LogLine(Json.tree(line.getBytes(StandardCharsets.UTF_8)));
        }
      }
      throw new AssertionError(needle + " is not in " + Files.readString(file));
    }

    String text(String field) {
      return json.path(field).asText();
    }
  }

  private Process start(String log) throws IOException {
    String store = "file:" + directory.resolve("store");
    Process process =
        process(
            "--port",
            "0",
            "--store",
            store,
            "--log",
            log,
            "--ready-file",
            directory.resolve("ready").toString());
    Await.until(
        "it listens or has ended",
        () -> Files.exists(directory.resolve("ready")) || !process.isAlive());
    assertTrue(process.isAlive(), () -> read("err"));
    return process;
  }

  private Process process(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.arco.server.Main"));
    command.add("server");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().putIfAbsent("ARCO_FLIGHT__PORT", "0");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static int terminated(Process process) throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS), "it ends");
    return process.exitValue();
  }

  private String address() throws IOException {
    String line = Files.readString(directory.resolve("ready")).strip();
    assertTrue(line.startsWith("Arco listens on http://127.0.0.1:"), line);
    return line.substring(line.indexOf("http://"));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file));
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
