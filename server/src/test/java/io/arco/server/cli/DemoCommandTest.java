package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  private static final String EXISTS = "{\"code\": \"ALREADY_EXISTS\", \"retryable\": false}";

  @TempDir static Path temporary;
  private static Path demo;

  @BeforeAll
  static void convert() {
    demo = temporary.resolve("de mo");
    TerminalRun run = arco("demo", "convert", "--to", demo.toString());
    assertEquals("", run.err());
    assertEquals(ExitCode.OK, run.status());
    assertEquals(4, run.out().lines().count(), run.out());
  }

  @Test
  void convertingAgainLeavesEverythingAlone() {
    TerminalRun run = arco("demo", "convert", "--to", demo.toString());
    assertEquals("The 4 tables are there already.", run.out().strip());
  }

  @Test
  void loadingRegistersParentsFirstEachWithAKeyOfItsOwn() throws IOException {
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(201, "{}"))) {
      TerminalRun run = load(server, demo);
      assertEquals(ExitCode.OK, run.status(), run.err());
      assertTrue(run.out().endsWith("8 registered, 0 there already." + System.lineSeparator()));
      List<FakeServer.Request> requests = server.requests();
      assertEquals(8, requests.size());
      assertEquals("/api/v1/catalogs", requests.get(0).path());
      assertEquals("/api/v1/catalogs/demo/schemas", requests.get(1).path());
      assertEquals("/api/v1/catalogs/demo/schemas/weather/tables", requests.get(4).path());
      assertEquals(8, requests.stream().map(FakeServer.Request::key).distinct().count());
      assertFalse(requests.stream().anyMatch(request -> request.key() == null));
      String location = requests.get(4).body().get("location").asText();
      assertTrue(location.startsWith("file:///"), location);
      assertTrue(location.endsWith("/de%20mo/weather/daily"), location);
      assertEquals("parquet", requests.get(4).body().get("format").asText());
    }
  }

  @Test
  void loadingAgainTakesWhatIsThereForGood() throws IOException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (FakeServer server =
        new FakeServer(
            request ->
                request.method().equals("GET")
                    ? new FakeServer.Reply(200, "{\"location\": \"file:///elsewhere\"}")
                    : seen.add(request.path() + request.body().get("name"))
                        ? new FakeServer.Reply(201, "{}")
                        : new FakeServer.Reply(409, EXISTS))) {
      assertEquals(ExitCode.OK, load(server, demo).status());
      TerminalRun again = load(server, demo);
      assertEquals(ExitCode.OK, again.status());
      assertEquals("0 registered, 8 there already.", again.out().strip());
      assertTrue(
          again.err().contains("arco: demo.weather.daily points to file:///elsewhere"),
          again.err());
    }
  }

  @Test
  void anyOtherRefusalEndsTheLoading() throws IOException {
    String refusal = "{\"code\": \"INVALID_NAME\", \"detail\": \"No.\", \"retryable\": false}";
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(400, refusal))) {
      TerminalRun run = load(server, demo);
      assertEquals(ExitCode.FAILED, run.status());
      assertEquals("arco: INVALID_NAME: No.", run.err().strip());
    }
  }

  @Test
  void loadingWithoutFilesIsAMistakeOfUse() throws IOException {
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(201, "{}"))) {
      assertEquals(ExitCode.USAGE, load(server, temporary).status());
      assertEquals(ExitCode.USAGE, load(server, temporary.resolve("absent")).status());
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void showingAsksBothEndpointsAndPrintsTheSql() throws IOException {
    String answer = "{\"columns\": [{\"name\": \"n\", \"type\": \"INTEGER\"}], \"rows\": [[1]]}";
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, answer))) {
      TerminalRun run = arco("demo", "show", "--server", server.url());
      assertEquals(ExitCode.OK, run.status(), run.err());
      assertTrue(run.out().contains("from system.catalog.tables"), run.out());
      assertEquals(
          Set.of("/api/v1/query", "/api/v1/query-data"),
          Set.copyOf(server.requests().stream().map(FakeServer.Request::path).distinct().toList()));
    }
  }

  private static TerminalRun load(FakeServer server, Path directory) {
    return arco("demo", "load", "--server", server.url(), "--data", directory.toString());
  }
}
