package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.json.Json;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no ordinary HTTP. After each, the server still answers others. */
final class RawHttpTest {
  private static final String POST = "POST /api/v1/catalogs HTTP/1.1\r\nHost: localhost\r\n";
  private static final String GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final int LIMIT = 1 << 20;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.inMemory();
  }

  @AfterAll
  static void itStillAnswers() {
    server.client().get("/health/ready").expect(200);
    assertEquals(0, server.client().get("/api/v1/catalogs").json().path("items").size());
    server.close();
  }

  @Test
  void anAnnouncedBodyThatIsTooLargeIsRefusedAndTheConnectionLives() throws IOException {
    try (RawHttp http = connect()) {
      http.write(POST + JSON + "Content-Length: " + (LIMIT + 1) + "\r\n\r\n");
      problem(http.read(), 413, "TOO_LARGE");
      http.write(new byte[LIMIT + 1]).write(GET);
      assertEquals(200, http.read().status());
    }
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsRefusedAsSoonAsItIs() throws IOException {
    try (RawHttp http = connect()) {
      http.write(POST + JSON + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < LIMIT / 0x10000 + 1; i++) {
        http.write(chunk);
      }
      problem(http.read(), 413, "TOO_LARGE");
      http.write("0\r\n\r\n").write(GET);
      assertEquals(200, http.read().status());
    }
  }

  @Test
  void aRefusedBodyWithoutEndIsCutOff() throws IOException {
    try (RawHttp http = connect()) {
      http.write(POST + JSON + "Content-Length: 100000000000\r\n\r\n");
      problem(http.read(), 413, "TOO_LARGE");
      byte[] megabyte = new byte[LIMIT];
      int written = 0;
      try {
        while (written < 10_000) {
          http.write(megabyte);
          written++;
        }
      } catch (SocketException e) {
        assertTrue(written < 1_000, "after " + written + " MiB");
        return;
      }
      throw new AssertionError("the server takes a body without end");
    }
  }

  @Test
  void whoAsksBeforeItSendsIsToldToGoOnOrNotTo() throws IOException {
    String expect = "Expect: 100-continue\r\n";
    try (RawHttp http = connect()) {
      http.write(POST + JSON + expect + "Content-Length: " + (LIMIT + 1) + "\r\n\r\n");
      problem(http.read(), 413, "TOO_LARGE");
    }
    try (RawHttp http = connect()) {
      http.write(POST + JSON + expect + "Content-Length: 2\r\n\r\n");
      assertEquals(100, http.read().status());
      http.write("{}");
      problem(http.read(), 400, "INVALID_REQUEST");
    }
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws IOException {
    try (RawHttp http = connect()) {
      http.write("GET /health/live HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
      problem(http.read(), 431, "HEADERS_TOO_LARGE");
      assertTrue(http.isClosed());
    }
  }

  @Test
  void aRequestLineThatIsTooLongIsRefused() throws IOException {
    try (RawHttp http = connect()) {
      http.write("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      problem(http.read(), 414, "URI_TOO_LONG");
      assertTrue(http.isClosed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nX : y\r\n\r\n",
        POST + "Content-Length: x\r\n\r\n",
        POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "\u0016\u0003\u0001 tls hello\r\n\r\n"
      })
  void whatIsNotHttpIsRefused(String bytes) throws IOException {
    try (RawHttp http = connect()) {
      problem(http.write(bytes).read(), 400, "INVALID_REQUEST");
      assertTrue(http.isClosed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/catalogs/%",
        "/api/v1/catalogs/%4",
        "/api/v1/catalogs/%zz",
        "/api/v1/catalogs?a=%",
        "/api/v1/catalogs/%c3%28",
        "*"
      })
  void aTargetThatCantBeReadIsRefused(String target) throws IOException {
    try (RawHttp http = connect()) {
      http.write("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      problem(http.read(), 400, "INVALID_REQUEST");
      http.write(GET);
      assertEquals(200, http.read().status());
    }
  }

  @Test
  void requestsSentAtOnceAreAnsweredInOrder() throws IOException {
    try (RawHttp http = connect()) {
      http.write(GET + "GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n" + GET);
      assertEquals(200, http.read().status());
      assertEquals(404, http.read().status());
      assertEquals(200, http.read().status());
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleHarmsNobody() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (RawHttp http = connect()) {
        http.write(POST + JSON + "Content-Length: 100\r\n\r\n{\"name\":");
      }
    }
    server.client().get("/health/live").expect(200);
  }

  private static RawHttp connect() throws IOException {
    return new RawHttp(server.server().port());
  }

  private static void problem(RawHttp.Answer answer, int status, String code) {
    assertEquals(status, answer.status(), answer::head);
    String body = answer.body();
    assertEquals(
        code, Json.tree(body.getBytes(StandardCharsets.ISO_8859_1)).path("code").asText(), body);
    assertTrue(answer.head().toLowerCase(Locale.ROOT).contains("x-request-id: "));
  }
}
