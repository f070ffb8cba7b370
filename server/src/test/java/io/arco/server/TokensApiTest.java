package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient.Answer;
import io.arco.server.auth.Role;
import io.arco.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that knows its callers by tokens. */
final class TokensApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  @TempDir private Path directory;
  private TokenHolders holders;
  private RunningServer server;

  @BeforeEach
  void holders() {
    holders = new TokenHolders(directory);
  }

  private ContractClient start(String... more) {
    server = RunningServer.on(Configs.inMemory(holders.settings(more)));
    return server.client();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aCallWithoutATokenIsRefusedAndToldHowToProveItself() {
    ContractClient client = start();
    Answer answer = client.get(CATALOGS).expect(401, "UNAUTHENTICATED");
    assertEquals("Bearer", answer.header("WWW-Authenticate"));
    assertEquals(0, answer.sequence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer arco_nobody",
        "Bearer a b",
        "Basic YWxpY2U6eA==",
        "Bearer \t",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Digest x",
        "Negotiate",
        "garbage"
      })
  void garbageProvesNothing(String header) {
    ContractClient client = start();
    Answer answer = client.get(CATALOGS, "Authorization", header).expect(401, "UNAUTHENTICATED");
    assertEquals("Bearer", answer.header("WWW-Authenticate"));
  }

  @Test
  void aTokenLongerThanAnyIsRefused() {
    ContractClient client = start();
    client
        .get(CATALOGS, "Authorization", "Bearer " + "a".repeat(15_000))
        .expect(401, "UNAUTHENTICATED");
  }

  @Test
  void aReaderReadsAWriterWritesAnAdminSeesTheServer() {
    String reader = bearer(holders.add("ann", "acme", Role.READER));
    String writer = bearer(holders.add("bob", "acme", Role.WRITER));
    String admin = bearer(holders.add("eve", "acme", Role.ADMIN));
    ContractClient client = start();
    Answer denied =
        client
            .post(CATALOGS, "{\"name\":\"c\"}", "Authorization", reader)
            .expect(403, "PERMISSION_DENIED");
    assertEquals("writer", denied.json().at("/details/role").asText());
    client.post(CATALOGS, "{\"name\":\"c\"}", "Authorization", writer).expect(201);
    client.get(CATALOGS + "/c", "Authorization", reader).expect(200);
    client.get("/metrics", "Authorization", writer).expect(403, "PERMISSION_DENIED");
    client.get("/metrics").expect(401, "UNAUTHENTICATED");
    client.get("/metrics", "Authorization", admin).expect(200);
  }

  @Test
  void healthAndTheContractAreOpen() {
    ContractClient client = start();
    client.get("/health/live").expect(200);
    client.get("/health/ready").expect(200);
    client.get("/openapi.json").expect(200);
  }

  @Test
  void aCallThatNamesNoWorkspaceGoesToThePrincipalsOwn() {
    String token = bearer(holders.add("ann", "acme", List.of("lab", "shop"), Role.WRITER, null));
    ContractClient client = start();
    client.post(CATALOGS, "{\"name\":\"c\"}", "Authorization", token).expect(201);
    client
        .get(
            CATALOGS + "/c",
            "Authorization",
            token,
            "X-Arco-Tenant",
            "acme",
            "X-Arco-Workspace",
            "lab")
        .expect(200);
    client
        .get(CATALOGS + "/c", "Authorization", token, "X-Arco-Workspace", "shop")
        .expect(404, "CATALOG_NOT_FOUND");
    client
        .get(CATALOGS + "/c", "Authorization", token, "X-Arco-Workspace", "default")
        .expect(404, "WORKSPACE_NOT_FOUND");
  }

  @Test
  void theJournalNamesThePrincipal() {
    String token = bearer(holders.add("ann@acme", "acme", Role.WRITER));
    ContractClient client = start();
    client.post(CATALOGS, "{\"name\":\"c\"}", "Authorization", token).expect(201);
    Answer changes = client.get("/api/v1/changes", "Authorization", token).expect(200);
    assertTrue(text(changes).contains("\"ann@acme\""), () -> text(changes));
  }

  @Test
  void anIdempotencyKeyBelongsToItsPrincipal() {
    String ann = bearer(holders.add("ann", "acme", Role.WRITER));
    String bob = bearer(holders.add("bob", "acme", Role.WRITER));
    ContractClient client = start();
    String[] key = {"Idempotency-Key", "k", "Authorization", ann};
    client.post(CATALOGS, "{\"name\":\"c\"}", key).expect(201);
    assertEquals("true", client.post(CATALOGS, "{\"name\":\"c\"}", key).header("X-Arco-Replayed"));
    key[3] = bob;
    client.post(CATALOGS, "{\"name\":\"c\"}", key).expect(409, "ALREADY_EXISTS");
  }

  @Test
  void aTokenCountsFromWhenItIsInTheFileToWhenItIsNot() {
    ContractClient client = start();
    String token = bearer(holders.add("ann", "acme", Role.READER));
    Await.until("it is known", () -> client.get(CATALOGS, "Authorization", token).status() == 200);
    holders.removeLast();
    Await.until("it is not", () -> client.get(CATALOGS, "Authorization", token).status() == 401);
  }

  @Test
  void aFileThatCanNotBeUsedLeavesWhatItSaidBefore() throws IOException {
    String token = bearer(holders.add("ann", "acme", Role.ADMIN));
    ContractClient client = start();
    holders.replace("{\"sha256\":\"x\"}\n");
    Await.until("it was read", () -> failedReads(token) >= 1);
    Files.delete(holders.file());
    // The next look may have begun before.
    double before = failedReads(token);
    Await.until("it was missed", () -> failedReads(token) >= before + 2);
    client.get(CATALOGS, "Authorization", token).expect(200);
  }

  private double failedReads(String token) {
    return server.metric("arco_auth_reads_total{outcome=\"failed\"}", "Authorization", token);
  }

  @Test
  void aTokenWhoseTimeIsOverProvesNothing() {
    String over =
        holders.add(
            "ann", "acme", List.of("*"), Role.READER, Instant.parse("2020-01-01T00:00:00Z"));
    String good =
        holders.add(
            "bob", "acme", List.of("*"), Role.READER, Instant.parse("2999-01-01T00:00:00Z"));
    ContractClient client = start();
    client.get(CATALOGS, "Authorization", bearer(over)).expect(401, "UNAUTHENTICATED");
    client.get(CATALOGS, "Authorization", bearer(good)).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"sha256\":\"0\",\"name\":\"a\",\"tenant\":\"t\",\"workspaces\":[\"*\"],\"role\":\"reader\"}",
        "{\"sha256\":\"$\",\"name\":\"arco\",\"tenant\":\"t\",\"workspaces\":[\"*\"],\"role\":\"reader\"}",
        "{\"sha256\":\"$\",\"name\":\"a\",\"tenant\":\"T\",\"workspaces\":[\"*\"],\"role\":\"reader\"}",
        "{\"sha256\":\"$\",\"name\":\"a\",\"tenant\":\"t\",\"workspaces\":[],\"role\":\"reader\"}",
        "{\"sha256\":\"$\",\"name\":\"a\",\"tenant\":\"t\",\"workspaces\":[\"*\"],\"role\":\"god\"}",
        "{\"sha256\":\"$\",\"name\":\"a\",\"tenant\":\"t\",\"workspaces\":[\"*\"],\"role\":\"reader\",\"x\":1}"
      })
  void aServerWithAFileThatCanNotBeUsedDoesNotStartAndNamesTheLine(String line) throws IOException {
    String hash = "0".repeat(64);
    Files.writeString(holders.file(), "\n" + line.replace("$", hash) + "\n");
    Throwable failure = assertThrows(Throwable.class, this::start);
    assertTrue(failure.toString().contains("line 2"), failure::toString);
    assertFalse(failure.toString().contains(hash), failure::toString);
  }

  @Test
  void aTenantThatAsksTooOftenIsToldWhenToComeBackAndOthersAreNot() {
    String ann = bearer(holders.add("ann", "acme", Role.READER));
    String zoe = bearer(holders.add("zoe", "zeta", Role.READER));
    ContractClient client = start("rateLimit.perSecond", "1", "rateLimit.burst", "3");
    for (int i = 0; i < 3; i++) {
      client.get(CATALOGS, "Authorization", ann).expect(200);
    }
    Answer[] limited = new Answer[1];
    Await.until(
        "it is limited",
        () -> {
          limited[0] = client.get(CATALOGS, "Authorization", ann);
          return limited[0].status() == 429;
        });
    limited[0].expect(429, "RATE_LIMITED");
    assertEquals("1", limited[0].header("Retry-After"));
    client.get(CATALOGS, "Authorization", zoe).expect(200);
    // Who may not go there can't use another's calls up.
    client
        .get(CATALOGS, "Authorization", ann, "X-Arco-Tenant", "zeta")
        .expect(404, "WORKSPACE_NOT_FOUND");
  }

  @Test
  void withoutAuthAServerIsAskedByItsOwnNamesAlone() throws IOException {
    server = RunningServer.on(Configs.inMemory("http.allowedHosts", "Laptop.local"));
    for (String host : List.of("localhost", "127.0.0.1:80", "[::1]:80", "laptop.local:80")) {
      assertNull(codeFor(host), host);
    }
    for (String host : List.of("evil.example", "evil.example:8080", "127.0.0.1.evil.example")) {
      assertEquals("HOST_NOT_ALLOWED", codeFor(host), host);
    }
  }

  /** The code of the problem that a request by this name is answered with, or null. */
  private String codeFor(String host) throws IOException {
    try (RawHttp http = new RawHttp(server.server().port())) {
      http.write("GET /api/v1/catalogs HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      RawHttp.Answer answer = http.read();
      if (answer.status() == 200) {
        return null;
      }
      assertEquals(421, answer.status());
      return io.arco.json.Json.tree(answer.body().getBytes(StandardCharsets.UTF_8))
          .path("code")
          .asText();
    }
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static String text(Answer answer) {
    return new String(answer.bytes(), StandardCharsets.UTF_8);
  }
}
