package io.arco.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.cli.FakeServer.Reply;
import io.arco.server.cli.FakeServer.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandsTest {
  private static final String RUN = "0199f3a1-7c00-7000-8000-000000000010";

  @TempDir Path directory;

  private static TerminalRun arco(Function<Request, Reply> script, String... args)
      throws IOException {
    try (FakeServer server = new FakeServer(script)) {
      String[] all = java.util.Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--server";
      all[args.length + 1] = server.url();
      return TerminalRun.arco(all);
    }
  }

  @Test
  void aRunIsAskedForAsTheOptionsSay() throws IOException {
    StringBuilder sent = new StringBuilder();
    TerminalRun run =
        arco(
            request -> {
              sent.append(request.body());
              return new Reply(201, "{\"run\": \"" + RUN + "\", \"created\": true}");
            },
            "run",
            "+a.b",
            "--partition",
            "day=d:2025-01-15",
            "--all",
            "--key",
            "k",
            "--label",
            "team=data",
            "--reason",
            "why");
    assertEquals("Run " + RUN + "\n", run.out());
    assertEquals(
        "{\"selection\":\"+a.b\",\"partitions\":{\"keys\":[\"day=d:2025-01-15\"]},\"mode\":\"ALL\","
            + "\"runKey\":\"k\",\"reason\":\"why\",\"labels\":{\"team\":\"data\"}}",
        sent.toString());
  }

  @Test
  void waitingForARunThatFailsIsStatus1AndNamesWhatFailed() throws IOException {
    TerminalRun run =
        arco(
            request ->
                new Reply(
                    200,
                    request.path().endsWith("/tasks")
                        ? "{\"items\": [{\"asset\": \"a.b\", \"number\": 3, \"partitionKey\":"
                            + " \"day=d:2025-01-15\", \"error\": {\"category\": \"USER_CODE\","
                            + " \"message\": \"no\\u001b[2J\"}}]}"
                        : "{\"state\": \"FAILED\", \"tasks\": {\"total\": 4, \"failed\": 1}}"),
            "status",
            RUN,
            "--wait");
    assertEquals(1, run.status());
    assertEquals("FAILED 0 of 4 done, 1 failed\n", run.out());
    assertEquals("failed: a.b[day=d:2025-01-15] (task 3): USER_CODE: no·[2J\n", run.err());
  }

  @Test
  void ofManyTasksThatFailedItSaysHowManyItDoesNotName() throws IOException {
    TerminalRun run =
        arco(
            request ->
                new Reply(
                    200,
                    request.path().endsWith("/tasks")
                        ? "{\"items\": [{\"asset\": \"a.b\", \"number\": 0}, {\"asset\": \"a.c\","
                            + " \"number\": 1}], \"nextPageToken\": \"t\"}"
                        : "{\"state\": \"FAILED\", \"tasks\": {\"total\": 40, \"failed\": 17}}"),
            "status",
            RUN);
    assertEquals("failed: a.b (task 0)\nfailed: a.c (task 1)\nfailed: 15 more\n", run.err());
  }

  @Test
  void aTaskIsNamedByItsPartition() throws IOException {
    TerminalRun run =
        arco(
            request ->
                new Reply(
                    200,
                    request.path().endsWith("/logs")
                        ? "{\"items\": [{\"n\": 1, \"text\": \""
                            + request.path()
                            + "\\n\"}],"
                            + " \"attempt\": 1, \"next\": 1, \"ended\": true}"
                        : "{\"items\": [{\"id\": \"r.0\", \"partitionKey\": \"day=d:2025-01-14\"},"
                            + " {\"id\": \"r.1\", \"partitionKey\": \"day=d:2025-01-15\"}]}"),
            "logs",
            RUN,
            "a.b[day=d:2025-01-15]");
    assertEquals("/api/v1/tasks/r.1/logs\n", run.out());
  }

  @Test
  void aManifestThatIsNoJsonIsNotSent() throws IOException {
    Path file = Files.writeString(directory.resolve("m.json"), "{");
    TerminalRun run = arco(request -> new Reply(500, "{}"), "deploy", file.toString());
    assertEquals(2, run.status());
    assertEquals(2, arco(request -> new Reply(500, "{}"), "deploy", "nowhere.json").status());
  }
}
