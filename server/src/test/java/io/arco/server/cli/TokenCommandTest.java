package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens at the command line: made by one command, borne by the others. */
final class TokenCommandTest {
  private static final String CATALOGS = "select name from system.catalog.catalogs";

  @TempDir private Path directory;

  private String token(String... more) {
    List<String> line = new java.util.ArrayList<>(List.of("token", "--name", "ann"));
    line.addAll(List.of("--file", file().toString()));
    line.addAll(List.of(more));
    TerminalRun run = arco(line.toArray(String[]::new));
    assertEquals(ExitCode.OK, run.status(), run::err);
    return run.out().strip();
  }

  private Path file() {
    return directory.resolve("tokens");
  }

  private RunningServer server(String... more) {
    List<String> settings =
        new java.util.ArrayList<>(List.of("auth", "tokens", "tokens.file", file().toString()));
    settings.addAll(List.of(more));
    return RunningServer.on(Configs.inMemory(settings.toArray(String[]::new)));
  }

  @Test
  void aTokenAndItsLineArePrintedAndTheLineHoldsTheHashAlone() {
    TerminalRun run =
        arco(
            "token",
            "--name",
            "ann",
            "--tenant",
            "acme",
            "--workspace",
            "lab",
            "--workspace",
            "shop",
            "--group",
            "g",
            "--role",
            "writer",
            "--expires",
            "2999-01-01T00:00:00Z");
    assertEquals(ExitCode.OK, run.status(), run::err);
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(0).matches("arco_[A-Za-z0-9_-]{43}"), lines.get(0));
    assertFalse(lines.get(1).contains(lines.get(0)));
    String expected =
        "\"name\":\"ann\",\"tenant\":\"acme\",\"workspaces\":[\"lab\",\"shop\"],"
            + "\"groups\":[\"g\"],\"role\":\"writer\",\"expiresAt\":\"2999-01-01T00:00:00.000Z\"}";
    assertTrue(lines.get(1).endsWith(expected), lines.get(1));
    assertEquals(
        64,
        Json.tree(lines.get(1).getBytes(StandardCharsets.UTF_8)).path("sha256").asText().length());
  }

  @Test
  void aFileIsAppendedTo() throws IOException {
    Files.writeString(file(), "# ours");
    String one = token("--role", "reader");
    String two = token("--role", "reader");
    assertNotEquals(one, two);
    List<String> lines = Files.readAllLines(file());
    assertEquals(3, lines.size());
    assertEquals("# ours", lines.get(0));
    assertFalse(Files.readString(file()).contains(one));
  }

  @Test
  void whatNobodyCanBeIsRefused() {
    assertEquals(ExitCode.USAGE, arco("token", "--name", "arco", "--role", "reader").status());
    assertEquals(ExitCode.USAGE, arco("token", "--name", "a", "--role", "god").status());
    assertEquals(
        ExitCode.USAGE,
        arco("token", "--name", "a", "--role", "reader", "--tenant", "A B").status());
    assertEquals(
        ExitCode.USAGE,
        arco("token", "--name", "a", "--role", "reader", "--expires", "soon").status());
  }

  @Test
  void commandsBearTheTokenOfTheEnvironmentOrOfTheirOption() {
    String token = token("--role", "writer", "--tenant", "acme");
    try (RunningServer server = server()) {
      String url = server.server().url();
      server
          .client()
          .post("/api/v1/catalogs", "{\"name\":\"lake\"}", "Authorization", "Bearer " + token)
          .expect(201);
      String[] sql = {"sql", "--server", url, "-o", "csv", CATALOGS};
      assertEquals("name\r\nlake\r\n", arco(Map.of("ARCO_TOKEN", token), sql).out());
      assertEquals(
          "name\r\nlake\r\n",
          arco("sql", "--server", url, "-o", "csv", "--token", token, CATALOGS).out());
      TerminalRun without = arco(sql);
      assertEquals(ExitCode.FAILED, without.status());
      assertTrue(without.err().contains("UNAUTHENTICATED"), without::err);
      TerminalRun foreign =
          arco("sql", "--server", url, "--tenant", "zeta", "--token", token, CATALOGS);
      assertTrue(foreign.err().contains("WORKSPACE_NOT_FOUND"), foreign::err);
      TerminalRun broken = arco(Map.of("ARCO_TOKEN", "a b"), sql);
      assertEquals(ExitCode.USAGE, broken.status());
      assertFalse(broken.err().contains("a b"), broken::err);
    }
  }

  @Test
  void aWorkerBearsATokenToTakeTasks() throws IOException {
    String token = token("--role", "writer", "--tenant", "acme");
    Path root = Files.createDirectory(directory.resolve("data"));
    try (RunningServer server = server()) {
      String[] worker = {
        "worker", "--once", "--data-root", root.toString(), "--server", server.server().url()
      };
      assertEquals(ExitCode.OK, arco(Map.of("ARCO_TOKEN", token), worker).status());
      assertEquals(ExitCode.FAILED, arco(worker).status());
    }
  }

  @Test
  void aServerWithACertificateOfOnesOwnIsAsked() {
    String token = token("--role", "reader");
    TestCertificate certificate = TestCertificate.make(directory, "server", "EC");
    try (RunningServer server =
        server(
            "tls.certFile",
            certificate.certFile().toString(),
            "tls.keyFile",
            certificate.keyFile().toString())) {
      Map<String, String> environment = Map.of("ARCO_TOKEN", token);
      String url = server.server().url();
      String ca = certificate.certFile().toString();
      TerminalRun trusting =
          arco(environment, "sql", "--server", url, "--ca-file", ca, "select 1 as n");
      assertEquals(ExitCode.OK, trusting.status(), trusting::err);
      TerminalRun asBefore = arco(environment, "sql", "--server", url, "select 1 as n");
      assertEquals(ExitCode.UNREACHABLE, asBefore.status(), asBefore::err);
    }
  }
}
