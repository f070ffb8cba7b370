package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following what is committed. */
final class ChangesApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String CHANGES = "/api/v1/changes";

  @Test
  void pagesTellWhoWhenAndWhat() {
    try (RunningServer server = RunningServer.inMemory()) {
      ContractClient client = server.client();
      client.post(CATALOGS, "{\"name\":\"lake\"}", "X-Request-Id", "first").expect(201);
      client.post(CATALOGS + "/lake/schemas", "{\"name\":\"s\"}").expect(201);
      client.patch(CATALOGS + "/lake/schemas/s", "{\"name\":\"t\"}").expect(200);
      client
          .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}")
          .expect(201);
      JsonNode page = client.get(CHANGES + "?pageSize=2").expect(200).json();
      assertEquals("[1,2]", sequences(page));
      assertEquals(2, page.path("next").asInt());
      assertTrue(page.path("more").asBoolean());
      JsonNode change = page.at("/items/0/changes/0");
      assertEquals("first", change.path("requestId").asText());
      assertEquals("anonymous", change.path("principal").asText());
      assertEquals("CatalogCreated", change.path("event").asText());
      JsonNode lake = client.get(CATALOGS + "/lake").json();
      assertEquals(lake.path("id"), change.path("id"));
      assertEquals(lake.path("createdAt"), page.at("/items/0/committedAt"));
      JsonNode rest = client.get(CHANGES + "?after=2").expect(200).json();
      assertEquals("[3,4]", sequences(rest));
      assertEquals("[\"lake\",\"s\"]", rest.at("/items/0/changes/0/names").toString());
      assertEquals("t", rest.at("/items/0/changes/0/data/to/names/1").asText());
      assertEquals("[]", rest.at("/items/1/changes").toString());
      assertFalse(rest.path("more").asBoolean());
      JsonNode none = client.get(CHANGES + "?after=4").expect(200).json();
      assertEquals("[]", sequences(none));
      assertEquals(4, none.path("next").asInt());
    }
  }

  @Test
  void whatIsAskedForWrongIsRefused() {
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("ledger.commandTimeoutMillis", "1000"))) {
      ContractClient client = server.client();
      client.send("GET", CHANGES + "?after=-1", null).expect(400, "INVALID_REQUEST");
      client.send("GET", CHANGES, null, "Last-Event-ID", "seven").expect(400, "INVALID_REQUEST");
      Answer ahead = client.get(CHANGES + "?after=7");
      ahead.expect(409, "SEQUENCE_NOT_REACHED");
      client
          .send("GET", CHANGES + "?after=7", null, "Accept", "text/event-stream")
          .expect(409, "SEQUENCE_NOT_REACHED");
    }
  }

  @Test
  void aStreamGoesOnWithWhatAnyServerCommitsAndResumes(@TempDir Path folder) {
    String store = folder.toUri().toString();
    try (RunningServer one = RunningServer.on(Configs.inMemory("store", store));
        RunningServer other = RunningServer.on(Configs.inMemory("store", store))) {
      create(one, "c1");
      Follower all = new Follower(one, "0");
      Await.until("it begins with what there is", () -> all.ids().equals(List.of("1")));
      create(one, "c2");
      create(other, "c3");
      Await.until("it goes on", () -> all.ids().equals(List.of("1", "2", "3")));
      Follower rest = new Follower(other, "1");
      Await.until("it resumes", () -> rest.ids().equals(List.of("2", "3")));
      assertEquals("c3", all.data(2).at("/changes/0/names/0").asText());
      assertEquals(":", all.lines.get(0));
      all.close();
      create(other, "c4");
      Await.until("others go on", () -> rest.ids().equals(List.of("2", "3", "4")));
      assertEquals(List.of("1", "2", "3"), all.ids());
      rest.close();
    }
  }

  @Test
  void aServerThatGoesDownEndsItsStreams() {
    Follower follower;
    try (RunningServer server = RunningServer.inMemory()) {
      create(server, "c1");
      Follower open = new Follower(server, "0");
      Await.until("it has begun", () -> open.ids().equals(List.of("1")));
      follower = open;
    }
    Await.until("it has ended", () -> follower.ended);
  }

  private static void create(RunningServer server, String name) {
    server.client().post(CATALOGS, "{\"name\":\"" + name + "\"}").expect(201);
  }

  private static String sequences(JsonNode page) {
    return page.findValuesAsText("sequence").toString().replace(" ", "");
  }

  /** A client that keeps the lines of a stream. */
  private static final class Follower {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Stream<String> body;
    private volatile boolean ended;

    Follower(RunningServer server, String lastId) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.server().url() + CHANGES))
              .header("Accept", "text/event-stream")
              .header("Last-Event-ID", lastId)
              .build();
      try {
        HttpResponse<Stream<String>> response =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofLines());
        assertEquals(200, response.statusCode());
        body = response.body();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
      Thread reader = new Thread(this::read, "follower");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try {
        body.forEach(lines::add);
      } catch (RuntimeException e) {
        // Closed by the test, or cut off: either way there are no more lines.
      }
      ended = true;
    }

    List<String> ids() {
      return lines.stream()
          .filter(line -> line.startsWith("id: "))
          .map(line -> line.substring(4))
          .toList();
    }

    JsonNode data(int index) {
      String text =
          lines.stream().filter(line -> line.startsWith("data: ")).skip(index).findFirst().get();
      return Json.tree(text.substring(6).getBytes(StandardCharsets.UTF_8));
    }

    void close() {
      body.close();
    }
  }
}
