package io.arco.server.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.ContractClient.Answer;
import io.arco.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that runs SQL in the browser: what it consists of, and what it does in a browser. */
final class BrowserPageTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
  private static final Set<String> PUBLISHED =
      Set.of("arrow.js", "duckdb-browser.js", "duckdb-browser-eh.worker.js", "duckdb-eh.wasm");
  private static final int CATALOGS = 7;

  private static RunningServer server;
  private static ContractClient client;

  @TempDir private Path profile;

  @BeforeAll
  static void start() {
    server = RunningServer.on(Configs.inMemory());
    client = server.client();
    for (int i = 0; i < CATALOGS; i++) {
      client.post("/api/v1/catalogs", "{\"name\":\"c" + i + "\"}").expect(201);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String text(String path) {
    return new String(client.get(path).expect(200).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everythingThatThePageNamesIsThere() {
    for (String page : List.of("/browser", "/browser/how-to.html")) {
      LINK.matcher(text(page))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !link.equals("data:,"))
          .forEach(
              link -> {
                assertTrue(link.startsWith("/browser/"), link);
                client.send("GET", link, null).expect(200);
              });
    }
    for (String name : BrowserAssets.names()) {
      Answer answer = client.get("/browser/" + name).expect(200);
      client.get("/browser/" + name, "If-None-Match", answer.header("ETag")).expect(304);
    }
    client.send("GET", "/browser/nothing.js", null).expect(404, "NOT_FOUND");
  }

  @Test
  void thePolicyAllowsNothingFromElsewhereAndNoScriptInThePage() {
    String policy = client.get("/browser").expect(200).header("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
    assertFalse(policy.contains("unsafe-inline"));
    assertFalse(policy.contains("'unsafe-eval'"));
    assertFalse(policy.contains("http"));
    for (String name : BrowserAssets.names()) {
      Answer answer = client.get("/browser/" + name).expect(200);
      assertEquals(policy, answer.header("Content-Security-Policy"), name);
      if (!PUBLISHED.contains(name)) {
        String text = new String(answer.bytes(), StandardCharsets.UTF_8);
        assertFalse(text.contains("http://") || text.contains("https://"), name);
        assertFalse(text.contains("<script>") || text.contains("style="), name);
        assertFalse(text.contains("/api/v1/query"), name);
      }
    }
  }

  @Test
  void theEngineComesCompressed() throws IOException {
    Answer answer =
        client.get("/browser/duckdb-eh.wasm", "Accept-Encoding", "br, gzip;q=0.5").expect(200);
    assertEquals("gzip", answer.header("Content-Encoding"));
    try (GZIPInputStream wasm = new GZIPInputStream(new ByteArrayInputStream(answer.bytes()))) {
      assertEquals("\0asm", new String(wasm.readNBytes(4), StandardCharsets.US_ASCII));
    }
    client
        .get("/browser/duckdb-eh.wasm", "Accept-Encoding", "identity, *;q=0")
        .expect(406, "NOT_ACCEPTABLE");
  }

  /** Runs where there is a Chromium; elsewhere it says that it did not. */
  @Test
  void aBrowserRunsSqlOnTheFilesAndAsksNobodyElse() throws IOException {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      System.out.println("BrowserPageTest: no Chromium here, so the page was not opened in one");
      return;
    }
    try (Chromium browser = Chromium.start(program.get(), profile)) {
      browser.open(server.server().url() + "/browser/");
      browser.until(
          "the page is open", "['ready','failed'].includes(document.body?.dataset.state)");
      assertEquals("", shown(browser, "error"), () -> browser.complaints().toString());
      assertEquals("", shown(browser, "warning"));
      assertEquals(
          browser.value("document.querySelectorAll('#tables li').length"),
          browser.value("document.body.dataset.compared"));
      assertEquals(
          "7|c0,c1,c2,c3,c4,c5,c6",
          ask(
              browser,
              "select count(*)::int || '|' || string_agg(name, ',' order by name) as x"
                  + " from system.catalog.catalogs"));
      assertEquals(
          "true",
          ask(
              browser,
              "select max(c.committed_at) > '2020-01-01' as x from audit.commits c"
                  + " where 'system.audit.x' <> ''"));
      assertEquals(
          "-17014118346046923173168730371588410.727",
          ask(browser, "select '-17014118346046923173168730371588410.727'::decimal(38,3)"));
      assertEquals("10:00:00.5", ask(browser, "select time '10:00:00.5'"));
      ask(browser, "select * from range(100000)");
      assertTrue(shown(browser, "summary").startsWith("The first 1000 rows; there are more."));
      assertEquals("1000", browser.value("document.querySelectorAll('#result tbody tr').length"));
      ask(browser, "select nothing");
      assertTrue(shown(browser, "error").contains("nothing"), shown(browser, "error"));
      assertEquals("1", ask(browser, "select 1"));
      checkRequests(browser);
    }
  }

  private static void checkRequests(Chromium browser) {
    String origin = server.server().url() + "/";
    Set<String> elsewhere =
        browser.requests().stream()
            .filter(url -> !url.startsWith(origin) && !url.startsWith("data:"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), elsewhere);
    assertTrue(browser.requests().stream().anyMatch(url -> url.contains("/files/v1/")));
    assertTrue(browser.requests().stream().noneMatch(url -> url.contains("/query")));
    assertFalse(text("/metrics").contains("operation=\"query\""));
    assertEquals(List.of(), browser.complaints());
  }

  private static String shown(Chromium browser, String id) {
    return browser.value("document.getElementById('" + id + "').textContent");
  }

  /** Runs SQL as a person does, by the keyboard; answers the first cell. */
  private static String ask(Chromium browser, String sql) {
    browser.value(
        "(() => { const sql = document.getElementById('sql'); sql.value = `"
            + sql
            + "`; sql.dispatchEvent(new KeyboardEvent('keydown',"
            + " {key: 'Enter', ctrlKey: true, bubbles: true})); })()");
    browser.until("it is answered", "document.body.dataset.state === 'ready'");
    return browser.value("document.querySelector('#result td')?.textContent");
  }
}
