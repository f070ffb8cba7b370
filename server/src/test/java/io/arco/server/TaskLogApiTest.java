package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.server.TestWorker.Held;
import io.arco.server.tasklog.LogLimits;
import io.arco.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of attempts: sent in chunks, read as pages and as they come. */
final class TaskLogApiTest {
  private static final int MAX_BYTES = 4_000;

  @TempDir private Path directory;
  private RunningServer server;
  private ContractClient client;
  private Held held;

  @BeforeEach
  void start() {
    server = open();
    client = server.client();
    client
        .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}")
        .expect(201);
    client.post(TestWorker.RUNS, "{\"selection\":\"*\"}").expect(201);
    held = new TestWorker(client, "w").one();
  }

  private RunningServer open() {
    return RunningServer.on(
        Configs.inMemory(
            "store",
            "file:" + directory.resolve("store"),
            "runs.maxLogBytes",
            Integer.toString(MAX_BYTES)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String logs() {
    return "/api/v1/tasks/" + held.taskId() + "/logs";
  }

  @Test
  void chunksAreReadBackInOrderPageByPage() {
    for (int n = 1; n <= 5; n++) {
      assertEquals(n * 4, held.log(n, "äx\n").expect(200).json().path("bytes").asInt());
    }
    JsonNode page = client.get(logs() + "?pageSize=3").expect(200).json();
    assertEquals(List.of("1", "2", "3"), page.findValuesAsText("n"));
    assertEquals("äx\n", page.at("/items/0/text").asText());
    assertFalse(page.path("ended").asBoolean());
    String rest = logs() + "?from=" + page.path("next").asInt();
    assertFalse(client.get(rest).expect(200).json().path("ended").asBoolean());
    held.succeeded().expect(200);
    page = client.get(rest).expect(200).json();
    assertEquals(List.of("4", "5"), page.findValuesAsText("n"));
    assertTrue(page.path("ended").asBoolean());
    assertFalse(client.get(logs() + "?pageSize=4").json().path("ended").asBoolean());
    client.get(logs() + "?attempt=2").expect(400, "INVALID_REQUEST");
  }

  @Test
  void aChunkIsStoredOnceHoweverOftenItIsSent() {
    held.log(1, "one").expect(200);
    assertEquals(3, held.log(1, "one").expect(200).json().path("bytes").asInt());
    held.log(1, "other").expect(409, "LOG_CONFLICT");
    Answer gap = held.log(3, "three").expect(409, "LOG_CONFLICT");
    assertEquals(2, gap.json().at("/details/expected").asInt());
    held.log(2, "two").expect(200);
    assertEquals(
        List.of("one", "two"), client.get(logs()).expect(200).json().findValuesAsText("text"));
  }

  @Test
  void whatIsNoChunkIsRefused() {
    held.log(1, "x".repeat(LogLimits.MAX_CHUNK_BYTES + 1)).expect(413, "TOO_LARGE");
    held.log(1, "").expect(400, "INVALID_REQUEST");
    held.log(0, "x").expect(400, "INVALID_NAME");
    held.log(LogLimits.MAX_CHUNKS + 1, "x").expect(422, "LOG_LIMIT_REACHED");
    String path = logs() + "/1";
    client.send("PUT", path, "x", "Content-Type", "text/plain").expect(401, "INVALID_TOKEN");
    client
        .send("PUT", path, "{}", "Authorization", "Bearer " + held.token())
        .expect(415, "UNSUPPORTED_MEDIA_TYPE");
    assertEquals(0, client.get(logs()).expect(200).json().path("items").size());
  }

  @Test
  void aLogIsNoLongerThanItsBoundAlsoAfterARestart() {
    String most = "x".repeat(MAX_BYTES - 10);
    held.log(1, most).expect(200);
    held.log(2, "y".repeat(11)).expect(422, "LOG_LIMIT_REACHED");
    Held before = held;
    server.close();
    server = open();
    client = server.client();
    Held after = new TestWorker(client, "w").again(before);
    after.log(2, "y".repeat(11)).expect(422, "LOG_LIMIT_REACHED");
    after.log(2, "y".repeat(10)).expect(200);
    after.log(1, most).expect(200);
    after.log(3, "z").expect(422, "LOG_LIMIT_REACHED");
  }

  @Test
  void aLiveLogGrowsAndEndsWithTheAttempt() throws Exception {
    held.log(1, "one\nand more").expect(200);
    try (Stream live = new Stream("")) {
      assertEquals(List.of("id: 1", "event: chunk", chunk(1, "one\\nand more")), live.next());
      held.log(2, "two").expect(200);
      assertEquals(List.of("id: 2", "event: chunk", chunk(2, "two")), live.next());
      held.log(3, "three").expect(200);
      held.succeeded().expect(200);
      assertEquals(List.of("id: 3", "event: chunk", chunk(3, "three")), live.next());
      assertEquals(List.of("id: 3", "event: end", "data: {\"next\":4}"), live.next());
      assertEquals(List.of(), live.next());
    }
    try (Stream resumed = new Stream("2")) {
      assertEquals("id: 3", resumed.next().get(0));
      assertEquals("event: end", resumed.next().get(1));
    }
  }

  @Test
  void aServerThatGoesDownEndsLiveLogs() throws Exception {
    held.log(1, "one").expect(200);
    try (Stream live = new Stream("")) {
      assertEquals("id: 1", live.next().get(0));
      assertTrue(Await.value(server.server().close()), "it had to cut something off");
      assertEquals(List.of(), live.next());
    }
    server = open();
  }

  private static String chunk(int n, String text) {
    return "data: {\"n\":" + n + ",\"text\":\"" + text + "\"}";
  }

  /** A live log that is being read. */
  private final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(String lastEventId) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.server().url() + logs()))
              .header("Accept", "text/event-stream");
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, response.statusCode());
      assertEquals("text/event-stream", response.headers().firstValue("Content-Type").get());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The lines of the next event; none at the end. */
    List<String> next() throws IOException {
      List<String> event = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !event.isEmpty()) {
          return event;
        } else if (!line.isEmpty() && !line.startsWith(":")) {
          event.add(line);
        }
      }
      return event;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
