package io.arco.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.runtime.Clock;
import io.arco.server.remote.RemoteServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunWatchTest {
  private static String run(String state, int succeeded, int running, int failed) {
    ObjectNode run = Json.MAPPER.createObjectNode().put("state", state);
    run.putObject("tasks")
        .put("total", 4)
        .put("succeeded", succeeded)
        .put("running", running)
        .put("retryWait", 0)
        .put("failed", failed);
    return run.toString();
  }

  private static String watched(boolean drawn, String... answers) throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    StringWriter out = new StringWriter();
    try (FakeServer server = new FakeServer(request -> new FakeServer.Reply(200, left.remove()))) {
      ArcoClient client =
          new ArcoClient(new RemoteServer(URI.create(server.url()), "t", "w", null, null));
      new RunWatch(client, new PrintWriter(out), Clock.system(), drawn).untilEnded("r");
    }
    return out.toString();
  }

  @Test
  void whereNobodyLooksALineIsToldWhenSomethingChanged() throws IOException {
    String text =
        watched(false, run("RUNNING", 0, 2, 0), run("RUNNING", 0, 2, 0), run("SUCCEEDED", 4, 0, 0));
    assertEquals("RUNNING 0 of 4 done, 2 running\nSUCCEEDED 4 of 4 done\n", text);
  }

  @Test
  void onATerminalOneLineIsDrawnAgain() throws IOException {
    String text = watched(true, run("RUNNING", 1, 1, 0), run("FAILED", 2, 0, 1));
    assertTrue(text.startsWith("\r\u001b[K[#######-----------------------] RUNNING 1 of 4"), text);
    assertTrue(text.contains("FAILED 2 of 4 done, 1 failed"), text);
    assertEquals(1, text.lines().filter(line -> line.contains("FAILED")).count());
  }
}
