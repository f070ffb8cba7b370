package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.auth.Role;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is open over HTTP ends when the token it was opened with is no good any more. */
final class RevocationTest {
  private static final String CHANGES = "/api/v1/changes";

  /** Long enough for a stream to begin, on a machine that does other things. */
  private static final int EXPIRES_SECONDS = 10;

  @TempDir Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TokenHolders holders;
  private String keeps;
  private String admin;
  private RunningServer server;

  @BeforeEach
  void start() {
    holders = new TokenHolders(directory);
    keeps = holders.add("bob", "acme", Role.WRITER);
    admin = holders.add("eve", "acme", Role.ADMIN);
    server = RunningServer.on(Configs.inMemory(holders.settings()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A token that {@link TokenHolders#removeLast} takes back, once the server knows it. */
  private String lent(Instant expiresAtOrNull) {
    String token = holders.add("ann", "acme", List.of("*"), Role.WRITER, expiresAtOrNull);
    Await.until("the token is known", () -> get(CHANGES, token).status() == 200);
    return token;
  }

  private static <T> Future<T> future(CompletableFuture<T> stage) {
    return Future.fromCompletionStage(stage);
  }

  private ContractClient.Answer get(String path, String token) {
    return server.client().get(path, "Authorization", "Bearer " + token);
  }

  /** Completes at the end of the stream, which is whole. */
  private CompletableFuture<List<String>> follow(String path, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.server().url() + path))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<Stream<String>> begun = http.send(request, HttpResponse.BodyHandlers.ofLines());
    assertEquals(200, begun.statusCode());
    return CompletableFuture.supplyAsync(() -> begun.body().toList());
  }

  @Test
  void changesEndWhenTheTokenIsTakenBackAndOthersGoOn() throws Exception {
    CompletableFuture<List<String>> ends = follow(CHANGES, lent(null));
    CompletableFuture<List<String>> goesOn = follow(CHANGES, keeps);
    assertFalse(ends.isDone());
    holders.removeLast();
    Await.value(future(ends));
    assertFalse(goesOn.isDone());
  }

  @Test
  void changesEndWhenTheTokenExpires() throws Exception {
    Instant over = Instant.now().plusSeconds(EXPIRES_SECONDS).truncatedTo(ChronoUnit.MILLIS);
    String token = lent(over);
    CompletableFuture<List<String>> ends = follow(CHANGES, token);
    Await.value(future(ends));
    assertFalse(Instant.now().isBefore(over), "it ended before its token");
    get(CHANGES, token).expect(401, "UNAUTHENTICATED");
  }

  @Test
  void aLiveLogEnds() throws Exception {
    String[] as = {"Authorization", "Bearer " + keeps};
    server
        .client()
        .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}", as)
        .expect(201);
    server.client().post(TestWorker.RUNS, "{\"selection\":\"*\"}", as).expect(201);
    TestWorker.Held held = new TestWorker(server.client(), "w", as).one();
    // Of an empty log, the first that a reader hears is that it is still there.
    held.log(1, "x\n").expect(200);
    CompletableFuture<List<String>> ends =
        follow("/api/v1/tasks/" + held.taskId() + "/logs", lent(null));
    holders.removeLast();
    List<String> said = Await.value(future(ends));
    assertTrue(said.contains("event: chunk"), said::toString);
    assertFalse(said.contains("event: end"), said::toString);
  }

  @Test
  void aPollForTasksEndsWithoutAny() {
    String token = lent(null);
    CompletableFuture<ContractClient.Answer> poll =
        CompletableFuture.supplyAsync(
            () ->
                server
                    .client()
                    .post(
                        TestWorker.LEASES,
                        "{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":30000}",
                        "Authorization",
                        "Bearer " + token));
    Await.until("the poll waits", () -> waiting() == 1);
    holders.removeLast();
    assertEquals(0, Await.value(future(poll)).expect(200).json().path("leases").size());
    assertEquals(0, waiting());
  }

  @Test
  void aQueryThatRunsIsRefused() {
    String endless =
        "select count(*) from range(100000) a, range(100000) b, range(100000) c"
            + " where a.range + b.range + c.range = -1";
    String token = lent(null);
    CompletableFuture<ContractClient.Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                server
                    .client()
                    .post(
                        "/api/v1/query",
                        "{\"sql\":\"" + endless + "\"}",
                        "Authorization",
                        "Bearer " + token));
    Await.until("it runs", () -> FlightAccess.engine(server.server()).running() == 1);
    holders.removeLast();
    Await.value(future(answer)).expect(401, "UNAUTHENTICATED");
    awaitRefused();
  }

  /** Its head is sent: what is left to tell is that it is not whole, and the registry has why. */
  @Test
  void aResultThatIsBeingSentIsBrokenOff() throws IOException {
    String sql = "select repeat('x', 1000) as x from range(60000)";
    String token = lent(null);
    try (Socket reader =
        StreamedAnswers.ask(
            server.server().port(),
            "/api/v1/query",
            "{\"maxRows\":60000,\"sql\":\"" + sql + "\"}",
            "Accept",
            "text/csv",
            "Authorization",
            "Bearer " + token)) {
      assertTrue(reader.getInputStream().read() >= 0);
      holders.removeLast();
      awaitRefused();
      assertFalse(isWhole(reader.getInputStream()), "it looks whole");
    }
  }

  private static boolean isWhole(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n");
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitRefused() {
    Await.until("it is over", () -> FlightAccess.engine(server.server()).running() == 0);
    Await.until("it is known as refused", () -> newest().startsWith("failed"));
    assertEquals("failed UNAUTHENTICATED", newest());
  }

  private String newest() {
    JsonNode query = get("/api/v1/queries", admin).expect(200).json().at("/items/0");
    return query.path("state").asText() + " " + query.path("code").asText();
  }

  private double waiting() {
    return server.metric("arco_dispatch_polls_waiting", "Authorization", "Bearer " + admin);
  }
}
