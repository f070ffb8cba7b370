package io.arco.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.testing.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Signed URLs with random changes, and random Range headers: what was changed gives no byte, what
 * was not gives its own file, and the server answers every time.
 */
final class FileUrlFuzzTest {
  private static final int ASKED = 4_000;
  private static final int MOST_CHANGES = 3;

  private static final List<String> PIECES =
      List.of(
          "..",
          "%2e%2e",
          "/",
          "//",
          "%2F",
          "%252F",
          "\\",
          "%5c",
          "?",
          "&",
          "=",
          ";",
          "#",
          "%",
          "%00",
          "%zz",
          "%c0%ae",
          "\u00ff",
          "+",
          "0",
          "9",
          "-",
          "_",
          "A",
          "a",
          "tables",
          "internal",
          "journal",
          "&size=1",
          "&exp=9999999999",
          "&sig=",
          "&sha256=",
          "default",
          "other",
          "*");
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 414);
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern PART = Pattern.compile("(?i)content-range: bytes (\\d+)-(\\d+)/");

  private Seeds seeds;

  @Test
  void noChangedUrlGivesAByteAndEveryRequestIsAnswered() throws IOException {
    seeds = Seeds.of("FileUrlFuzzTest");
    try (RunningServer server = RunningServer.inMemory()) {
      Map<String, String> files = files(server.client());
      List<String> urls = List.copyOf(files.keySet());
      assertTrue(urls.size() > 1);
      Map<Integer, Integer> statuses = new TreeMap<>();
      RawHttp http = new RawHttp(server.server().port());
      for (int i = 0; i < ASKED; i++) {
        String url = seeds.oneOf(urls);
        String asked = i % 4 == 0 ? encoded(url) : changed(url);
        String range = i % 2 == 0 ? "" : "Range: " + range() + "\r\n";
        RawHttp.Answer answer;
        try {
          answer = ask(http, asked, range);
        } catch (IOException closedBefore) {
          http = new RawHttp(server.server().port());
          answer = ask(http, asked, range);
        }
        statuses.merge(answer.status(), 1, Integer::sum);
        check(answer, asked, files);
      }
      http.close();
      System.out.println(ASKED + " URLs: " + statuses);
      for (int status : new int[] {200, 206, 400, 403}) {
        assertTrue(statuses.getOrDefault(status, 0) > ASKED / 100, statuses.toString());
      }
    }
  }

  /** The files of all tables: their URLs, and what they hold. */
  private static Map<String, String> files(ContractClient client) {
    for (int i = 0; i < 3; i++) {
      client.post("/api/v1/catalogs", "{\"name\":\"c" + i + "\"}").expect(201);
    }
    Map<String, String> files = new LinkedHashMap<>();
    String fresh = "{\"freshness\":\"latest\"}";
    JsonNode tables = client.post("/api/v1/browser/urls", fresh).expect(200).json().path("tables");
    for (JsonNode table : tables) {
      for (JsonNode file : table.path("files")) {
        String url = file.path("url").asText();
        files.put(url, new String(client.get(url).expect(200).bytes(), ISO_8859_1));
      }
    }
    return files;
  }

  private static RawHttp.Answer ask(RawHttp http, String url, String range) throws IOException {
    return http.write("GET " + url + " HTTP/1.1\r\nHost: localhost\r\n" + range + "\r\n").read();
  }

  private void check(RawHttp.Answer answer, String asked, Map<String, String> files) {
    String hint = "-Darco.seed=" + seeds.seed() + " " + asked + "\n" + answer.head();
    String file = files.get(decoded(asked));
    if (answer.status() == 200) {
      assertEquals(file, answer.body(), hint);
    } else if (answer.status() == 206) {
      assertTrue(file != null, hint);
      Matcher part = PART.matcher(answer.head());
      assertTrue(part.find(), hint);
      int from = Integer.parseInt(part.group(1));
      assertEquals(file.substring(from, Integer.parseInt(part.group(2)) + 1), answer.body(), hint);
    } else if (answer.status() == 416) {
      assertTrue(file != null, hint);
    } else {
      assertTrue(REFUSALS.contains(answer.status()), hint);
      assertTrue(file == null || answer.status() == 400, hint);
    }
  }

  private String changed(String url) {
    StringBuilder text = new StringBuilder(url);
    int changes = seeds.below(MOST_CHANGES + 1);
    for (int i = 0; i < changes; i++) {
      int from = 1 + seeds.below(text.length());
      int to = Math.min(text.length(), from + seeds.below(4));
      text.replace(from, to, seeds.below(3) == 0 ? "" : seeds.oneOf(PIECES));
    }
    return text.toString();
  }

  /** The same URL, some of its characters as escapes that mean them. */
  private String encoded(String url) {
    StringBuilder text = new StringBuilder();
    for (char c : url.toCharArray()) {
      boolean escaped = UNRESERVED.indexOf(c) >= 0 && seeds.below(40) == 0;
      text.append(escaped ? String.format("%%%02X", (int) c) : "" + c);
    }
    return text.toString();
  }

  /**
   * What a URL says: escapes of unreserved characters resolved, empty parameters and a fragment
   * left out; other escapes stay as they are.
   */
  private static String decoded(String url) {
    String text =
        ESCAPE
            .matcher(url.replaceAll("#.*", ""))
            .replaceAll(
                escape -> {
                  char c = (char) Integer.parseInt(escape.group(1), 16);
                  return Matcher.quoteReplacement(
                      UNRESERVED.indexOf(c) < 0 ? escape.group() : "" + c);
                });
    int query = text.indexOf('?');
    return query < 0
        ? text
        : text.substring(0, query + 1)
            + Stream.of(text.substring(query + 1).split("[&;]"))
                .map(parameter -> parameter.replaceAll("^=+", ""))
                .filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.joining("&"));
  }

  private String range() {
    List<String> parts = new ArrayList<>(List.of("bytes=", "" + seeds.below(9_000), "-"));
    parts.add(seeds.below(2) == 0 ? "" : "" + seeds.below(9_000));
    int changes = seeds.below(3);
    for (int i = 0; i < changes; i++) {
      parts.set(
          seeds.below(parts.size()),
          seeds.oneOf(List.of("", ",", "-", "99999999999999999999", "x", "bytes", "=", " ", "0")));
    }
    return String.join("", parts);
  }
}
