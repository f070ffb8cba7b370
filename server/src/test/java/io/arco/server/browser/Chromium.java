package io.arco.server.browser;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The Chromium of this machine without a window, driven by its DevTools protocol: one page, its
 * workers included in what is recorded. Blocking; for test threads.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String LISTENING = "DevTools listening on ";
  private static final long TIMEOUT_SECONDS = 60;
  private static final long CLOSE_SECONDS = 5;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final ConcurrentMap<Integer, CompletableFuture<JsonNode>> asked =
      new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final StringBuilder part = new StringBuilder();
  private String session = "";
  private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);

  private Chromium(Process process, String url) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(url), new Listener())
            .join();
  }

  /** The program, if this machine has it. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with a profile of its own. */
  static Chromium start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread drain = new Thread(() -> errors.lines().forEach(ignored -> {}), "chromium-errors");
        drain.setDaemon(true);
        drain.start();
        return new Chromium(process, line.substring(LISTENING.length()));
      }
    }
    process.destroyForcibly();
    throw new IOException("Chromium did not start");
  }

  /** Opens a page. */
  void open(String url) {
    String target =
        ask("", "Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    session =
        ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    watch(session).join();
    ask(session, "Page.navigate", Map.of("url", url));
  }

  private CompletableFuture<JsonNode> watch(String watched) {
    send(watched, "Network.enable", Map.of());
    send(watched, "Log.enable", Map.of());
    send(watched, "Runtime.enable", Map.of());
    return send(
        watched,
        "Target.setAutoAttach",
        Map.of("autoAttach", true, "waitForDebuggerOnStart", true, "flatten", true));
  }

  /** The value of an expression in the page, as text. */
  String value(String expression) {
    JsonNode answer =
        ask(
            session,
            "Runtime.evaluate",
            Map.of("expression", "String(" + expression + ")", "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.toString());
    }
    return answer.at("/result/value").asText();
  }

  /** Waits until an expression in the page is true. */
  void until(String what, String expression) {
    Await.until(what, () -> value(expression).equals("true"));
  }

  /** Every URL that the page and its workers have asked for. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** What the browser complained of: errors, and breaches of the page's policy. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode ask(String to, String method, Map<String, Object> parameters) {
    return send(to, method, parameters).join();
  }

  private CompletableFuture<JsonNode> send(
      String to, String method, Map<String, Object> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> message =
        to.isEmpty()
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", to);
    String text = new String(Json.bytes(message), StandardCharsets.UTF_8);
    synchronized (this) {
      sending = sending.thenCompose(ignored -> socket.sendText(text, true));
    }
    return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        JsonNode message = Json.tree(part.toString().getBytes(StandardCharsets.UTF_8));
        part.setLength(0);
        take(message);
      }
      from.request(1);
      return null;
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IOException(message.path("error").toString()));
      } else {
        answer.complete(message.path("result"));
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      case "Log.entryAdded" -> {
        if (!parameters.at("/entry/level").asText().equals("info")) {
          complaints.add(parameters.path("entry").toString());
        }
      }
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Target.attachedToTarget" -> {
        String worker = parameters.path("sessionId").asText();
        watch(worker);
        send(worker, "Runtime.runIfWaitingForDebugger", Map.of());
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    try {
      // So that it takes its own temporary files away.
      send("", "Browser.close", Map.of());
      process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
