package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SqlCommandTest {
  private static final String ANSWER =
      """
      {"columns": [{"name": "name", "type": "VARCHAR"}, {"name": "rows", "type": "BIGINT"}],
       "rows": [["a,b", 7], [null, 1234]], "sequence": 3, "truncated": false}\
      """;

  @Test
  void printsATable() throws IOException {
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, ANSWER))) {
      TerminalRun run = arco("sql", "--server", server.url() + "/", "select 1");
      assertEquals("", run.err());
      assertEquals(
          """
          name  rows
          ----  ----
          a,b      7
          NULL  1234
          (2 rows)
          """,
          run.out().replace(System.lineSeparator(), "\n"));
      assertEquals(ExitCode.OK, run.status());
      FakeServer.Request request = server.requests().get(0);
      assertEquals("/api/v1/query", request.path());
      assertNull(request.tenant());
      assertEquals("{\"sql\":\"select 1\",\"freshness\":\"latest\"}", request.body().toString());
    }
  }

  @Test
  void printsCsvAndJson() throws IOException {
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, ANSWER))) {
      String[] csv = {"sql", "--server", server.url(), "-o", "csv", "--data", "x"};
      assertEquals("name,rows\r\n\"a,b\",7\r\n,1234\r\n", arco(csv).out());
      assertEquals("/api/v1/query-data", server.requests().get(0).path());
      assertEquals("{\"sql\":\"x\"}", server.requests().get(0).body().toString());
      TerminalRun json =
          arco("sql", "--server", server.url(), "-o", "json", "--max-rows=5", "--tenant=t", "x");
      assertEquals(
          Json.tree(ANSWER.getBytes(StandardCharsets.UTF_8)),
          Json.tree(json.out().getBytes(StandardCharsets.UTF_8)));
      assertEquals(5, server.requests().get(1).body().get("maxRows").asInt());
      assertEquals("t", server.requests().get(1).tenant());
    }
  }

  @Test
  void saysWhenRowsAreMissing() throws IOException {
    String truncated = ANSWER.replace("false", "true");
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, truncated))) {
      TerminalRun run = arco("sql", "--server", server.url(), "x");
      assertEquals("Only the first 2 rows: the answer is truncated.", run.err().strip());
    }
  }

  @Test
  void aProblemIsOneLineWithItsCodeAndDetails() throws IOException {
    String problem =
        """
        {"type": "about:blank", "title": "Bad Request", "status": 400, "code": "INVALID_SQL",
         "detail": "The SQL does not parse.", "requestId": "r", "retryable": false,
         "position": 7, "near": "form\\u001b[2J"}\
        """;
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(400, problem))) {
      TerminalRun run = arco("sql", "--server", server.url(), "x");
      assertEquals(ExitCode.FAILED, run.status());
      assertEquals(
          "arco: INVALID_SQL: The SQL does not parse. (position: 7, near: form\uFFFD[2J)",
          run.err().strip());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void whatTheEngineSaysIsWholeOnLinesOfItsOwn() throws IOException {
    String problem =
        """
        {"code": "INVALID_SQL", "detail": "The SQL can't be run.",
         "details": {"position": 3, "message": "Column \\"a\\" is not there.%s\\nIs it b\\u001b[2J?"}}\
        """
            .formatted(" Really.".repeat(30));
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(400, problem))) {
      TerminalRun run = arco("sql", "--server", server.url(), "x");
      assertEquals(
          List.of(
              "arco: INVALID_SQL: The SQL can't be run. (position: 3)",
              "  Column \"a\" is not there." + " Really.".repeat(30),
              "  Is it b\uFFFD[2J?"),
          run.err().lines().toList());
    }
  }

  @Test
  void whatIsWorthAnotherTryIsTriedAgain() throws IOException {
    AtomicInteger left = new AtomicInteger(1);
    String busy = "{\"code\": \"OVERLOADED\", \"retryable\": true}";
    try (FakeServer server =
        new FakeServer(
            request ->
                left.getAndDecrement() > 0
                    ? new FakeServer.Reply(503, busy)
                    : new FakeServer.Reply(200, ANSWER))) {
      assertEquals(ExitCode.OK, arco("sql", "--server", server.url(), "x").status());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aServerThatIsNotThereHasItsOwnExitCode() throws IOException {
    String url;
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, ANSWER))) {
      url = server.url();
    }
    TerminalRun run = arco("sql", "--server", url, "x");
    assertEquals(ExitCode.UNREACHABLE, run.status());
    assertEquals(
        "arco: can't reach a server at " + url + ": connection refused", run.err().strip());
  }

  @Test
  void anAddressThatIsNoneIsAMistakeOfUse() {
    for (String address : new String[] {"localhost:8080", "ftp://x", "http://", "http://a b"}) {
      TerminalRun run = arco("sql", "--server", address, "x");
      assertEquals(ExitCode.USAGE, run.status(), address);
      assertTrue(run.err().contains("is not an http:// or https:// address"), run.err());
    }
  }

  @Test
  void anAnswerThatIsNotJsonIsAFailure() throws IOException {
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, "<html>"))) {
      TerminalRun run = arco("sql", "--server", server.url(), "x");
      assertEquals(ExitCode.FAILED, run.status());
      assertTrue(run.err().contains("with something that is not JSON"), run.err());
    }
  }
}
