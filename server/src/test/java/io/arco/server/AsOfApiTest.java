package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.server.config.ArcoConfig;
import io.arco.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads, lists and queries as of sequences and times, against a model that remembers them all. */
class AsOfApiTest {
  private static final String SCHEMA = "/api/v1/catalogs/c/schemas/s";
  private static final String TABLES = SCHEMA + "/tables";
  private static final String SQL = "select name, comment from system.catalog.tables order by name";
  private static final int COMMANDS = 120;
  private static final int ASKS = 150;

  private final Seeds seeds = Seeds.of("AsOfApiTest");

  /** The comment of each table by name, after each commit. */
  private final TreeMap<Long, Map<String, String>> model = new TreeMap<>();

  private final Map<Long, Instant> times = new HashMap<>();
  private int made;

  @TempDir Path folder;

  @Test
  void everyAnswerIsThatOfTheModelOnTwoServersAndAfterARestart() {
    try (RunningServer first = RunningServer.on(config());
        RunningServer second = RunningServer.on(config())) {
      fill(List.of(first.client(), second.client()));
      for (int i = 0; i < ASKS; i++) {
        ask(seeds.oneOf(List.of(first.client(), second.client())));
      }
    }
    try (RunningServer server = RunningServer.on(config())) {
      for (int i = 0; i < ASKS / 3; i++) {
        ask(server.client());
      }
    }
  }

  @Test
  void whatIsBelowTheFloorIsToldWithIt() throws IOException {
    String token;
    long tokenSequence;
    long floor;
    try (RunningServer server = RunningServer.on(config())) {
      fill(List.of(server.client()));
      Answer page = server.client().get(TABLES + "?pageSize=1").expect(200);
      token = page.json().path("nextPageToken").asText();
      tokenSequence = page.sequence();
      command(server.client());
      floor = server.client().post("/api/v1/snapshots", "").expect(200).sequence();
      for (int i = 0; i < 5; i++) {
        command(server.client());
      }
    }
    forget(floor);
    try (RunningServer server = RunningServer.on(config())) {
      ContractClient client = server.client();
      client.get(TABLES + "?pageToken=" + token).expect(410, "PAGE_EXPIRED");
      String below = "?asOf=" + tokenSequence;
      for (Answer answer :
          List.of(
              client.get(TABLES + below),
              client.get(SCHEMA + below),
              client.get(TABLES + "?asOf=" + times.get(tokenSequence)),
              client.get("/api/v1/diff?from=" + tokenSequence),
              client.get("/api/v1/diff?from=" + floor + "&to=" + tokenSequence))) {
        assertEquals(
            floor, answer.expect(410, "HISTORY_EXPIRED").json().at("/details/floor").asLong());
      }
      client.get("/api/v1/diff?from=" + floor).expect(200);
      Answer rows = query(client, below);
      if (rows.status() == 200) {
        // A manifest that is still there reaches to just this commit.
        assertEquals(model.get(tokenSequence), found(rows));
      } else {
        rows.expect(410, "HISTORY_EXPIRED");
      }
      for (long sequence = floor; sequence <= model.lastKey(); sequence++) {
        check(client, sequence, "" + sequence);
      }
    }
  }

  @Test
  void whatIsNotThereYetIsRefusedAndATimeToComeIsTheNewest() {
    try (RunningServer server = RunningServer.on(config())) {
      ContractClient client = server.client();
      fill(List.of(client));
      long head = model.lastKey();
      for (Answer answer :
          List.of(
              client.get(TABLES + "?asOf=" + (head + 1)), query(client, "?asOf=" + (head + 1)))) {
        answer.expect(409, "SEQUENCE_NOT_REACHED");
        assertEquals(head, answer.json().at("/details/sequence").asLong());
      }
      assertEquals(head, client.get(TABLES + "?asOf=2999-01-01T00:00:00Z").expect(200).sequence());
      assertEquals(0, client.get("/api/v1/catalogs?asOf=0").expect(200).json().at("/items").size());
      assertEquals(
          0, client.get("/api/v1/catalogs?asOf=2001-01-01T00:00:00Z").expect(200).sequence());
      assertEquals(0, query(client, "?asOf=0").expect(200).json().at("/rows").size());
      client.get(TABLES + "?asOf=0").expect(404, "CATALOG_NOT_FOUND");
    }
  }

  @Test
  void whatIsNoSequenceAndNoTimeIsRefusedByName() {
    try (RunningServer server = RunningServer.inMemory()) {
      ContractClient client = server.client();
      for (String bad : List.of("", "-1", "x", "2026-01-01", "2026-01-01T00:00:00", "1e3")) {
        Answer answer = client.send("GET", "/api/v1/catalogs?asOf=" + bad, null);
        assertEquals(
            "asOf", answer.expect(400, "INVALID_REQUEST").json().at("/details/parameter").asText());
      }
      for (String method : List.of("POST", "PATCH", "DELETE")) {
        String path = method.equals("POST") ? "/api/v1/catalogs" : "/api/v1/catalogs/c";
        String body = method.equals("DELETE") ? null : "{\"name\":\"c\"}";
        Answer answer = client.send(method, path + "?asOf=1", body);
        assertEquals(
            "asOf", answer.expect(400, "INVALID_REQUEST").json().at("/details/parameter").asText());
      }
      String latest = "{\"sql\":\"select 1\",\"freshness\":\"latest\"}";
      Answer both = client.post("/api/v1/query?asOf=1", latest).expect(400, "INVALID_REQUEST");
      assertEquals("/freshness", both.json().at("/details/field").asText());
    }
  }

  @Test
  void manyWhoAskAtOnceHaveItBuiltOnce() {
    try (RunningServer server = RunningServer.on(config())) {
      ContractClient client = server.client();
      fill(List.of(client));
      assertEquals(0, built(client));
      // None of those that are kept as they pass.
      List<CompletableFuture<Answer>> asks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        asks.add(CompletableFuture.supplyAsync(() -> client.get(TABLES + "?asOf=77")));
      }
      for (CompletableFuture<Answer> ask : asks) {
        assertEquals(77, ask.join().expect(200).sequence());
      }
      assertEquals(1, built(client));
    }
  }

  private static int built(ContractClient client) {
    String text = new String(client.get("/metrics").expect(200).bytes(), StandardCharsets.UTF_8);
    Matcher count = Pattern.compile("(?m)^arco_ledger_former_built_total (\\d+)").matcher(text);
    assertTrue(count.find());
    return Integer.parseInt(count.group(1));
  }

  @Test
  void tagsAreThoseOfTheStateThatIsShown() {
    try (RunningServer server = RunningServer.inMemory()) {
      ContractClient client = server.client();
      long before =
          client.post("/api/v1/catalogs", "{\"name\":\"c\",\"comment\":\"a\"}").sequence();
      client.patch("/api/v1/catalogs/c", "{\"comment\":\"b\"}").expect(200);
      String path = "/api/v1/catalogs/c?asOf=" + before;
      String then = client.get(path).expect(200).header("ETag");
      String now = client.get("/api/v1/catalogs/c").header("ETag");
      client.get(path, "If-None-Match", then).expect(304);
      client.get(path, "If-None-Match", now).expect(200);
      client.get("/api/v1/catalogs/c", "If-None-Match", then).expect(200);
      client
          .patch("/api/v1/catalogs/c", "{\"comment\":\"c\"}", "If-Match", then)
          .expect(412, "VERSION_MISMATCH");
    }
  }

  private ArcoConfig config() {
    return Configs.inMemory(
        "store", "file:" + folder, "compaction.minIntervalMillis", "200", "asOf.snapshots", "3");
  }

  private void fill(List<ContractClient> clients) {
    client(clients, client -> client.post("/api/v1/catalogs", "{\"name\":\"c\"}"));
    client(clients, client -> client.post("/api/v1/catalogs/c/schemas", "{\"name\":\"s\"}"));
    for (int i = 0; i < COMMANDS; i++) {
      command(seeds.oneOf(clients));
    }
    for (long after = 0; after < model.lastKey(); ) {
      JsonNode changes = clients.get(0).get("/api/v1/changes?after=" + after).expect(200).json();
      for (JsonNode commit : changes.path("items")) {
        times.put(
            commit.path("sequence").asLong(), Instant.parse(commit.path("committedAt").asText()));
      }
      after = changes.path("next").asLong();
    }
  }

  private void client(List<ContractClient> clients, Function<ContractClient, Answer> call) {
    model.put(call.apply(seeds.oneOf(clients)).expect(201).sequence(), Map.of());
  }

  private void command(ContractClient client) {
    Map<String, String> tables = new TreeMap<>(model.lastEntry().getValue());
    int what = tables.size() < 4 ? 0 : seeds.below(4);
    String comment = "\"" + "v" + ++made + "\"";
    Answer answer;
    if (what == 0) {
      String name = seeds.name(2) + made;
      answer =
          client.post(
              TABLES, "{\"name\":\"" + name + "\",\"columns\":[],\"comment\":" + comment + "}");
      tables.put(name, "v" + made);
    } else {
      String name = seeds.oneOf(List.copyOf(tables.keySet()));
      String old = tables.remove(name);
      if (what == 1) {
        answer = client.delete(TABLES + "/" + name);
      } else if (what == 2) {
        answer = client.patch(TABLES + "/" + name, "{\"comment\":" + comment + "}");
        tables.put(name, "v" + made);
      } else {
        String to = seeds.name(2) + made;
        answer = client.patch(TABLES + "/" + name, "{\"name\":\"" + to + "\"}");
        tables.put(to, old);
      }
    }
    assertTrue(answer.status() < 300, () -> answer.json().toString());
    model.put(answer.sequence(), tables);
  }

  private void ask(ContractClient client) {
    long sequence = seeds.below((int) (long) model.lastKey() - 1) + 2;
    if (seeds.below(3) > 0) {
      check(client, sequence, "" + sequence);
      return;
    }
    // The last of those that were made in the same millisecond.
    Instant time = times.get(sequence);
    while (times.containsKey(sequence + 1) && !times.get(sequence + 1).isAfter(time)) {
      sequence++;
    }
    boolean offset = seeds.random().nextBoolean();
    check(
        client,
        sequence,
        offset
            ? time.atOffset(ZoneOffset.ofHours(5)).toString().replace("+", "%2B")
            : time.toString());
  }

  private void check(ContractClient client, long sequence, String asOf) {
    Map<String, String> tables = model.get(sequence);
    String parameter = "?asOf=" + asOf;
    if (seeds.below(3) == 0) {
      Answer rows = query(client, parameter).expect(200);
      assertEquals(tables, found(rows), () -> "rows as of " + asOf);
      assertEquals(sequence, rows.sequence());
      return;
    }
    Answer list = client.get(TABLES + parameter + "&pageSize=1000").expect(200);
    assertEquals(sequence, list.sequence());
    Map<String, String> found = new TreeMap<>();
    list.json()
        .path("items")
        .forEach(item -> found.put(item.path("name").asText(), item.path("comment").asText()));
    assertEquals(tables, found, () -> "list as of " + asOf);
    String name = seeds.oneOf(new ArrayList<>(anyName().keySet()));
    Answer one = client.get(TABLES + "/" + name + parameter);
    if (tables.containsKey(name)) {
      assertEquals(tables.get(name), one.expect(200).json().path("comment").asText());
      assertEquals(sequence, one.sequence());
    } else {
      one.expect(404, "TABLE_NOT_FOUND");
    }
  }

  private static Map<String, String> found(Answer rows) {
    Map<String, String> found = new TreeMap<>();
    rows.json().path("rows").forEach(row -> found.put(row.get(0).asText(), row.get(1).asText()));
    return found;
  }

  /** Tables of any time. */
  private Map<String, String> anyName() {
    return model.values().stream()
        .filter(tables -> !tables.isEmpty())
        .skip(seeds.below(50))
        .findFirst()
        .orElseThrow();
  }

  private static Answer query(ContractClient client, String parameter) {
    return client.post("/api/v1/query" + parameter, "{\"sql\":\"" + SQL + "\"}");
  }

  /** What retention by hand leaves: nothing below this commit but the first. */
  private void forget(long floor) throws IOException {
    Path workspace = folder.resolve("tenant=default/workspace=default");
    for (long n = 2; n < floor; n++) {
      Files.deleteIfExists(workspace.resolve("journal/%020d.json".formatted(n)));
    }
  }
}
