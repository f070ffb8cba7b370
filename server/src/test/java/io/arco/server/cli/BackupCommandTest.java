package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.ContractClient.Answer;
import io.arco.server.RunningServer;
import io.arco.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupCommandTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  @TempDir private Path directory;
  private String store;
  private String place;
  private String other;

  @BeforeEach
  void names() {
    store = "file:" + directory.resolve("store");
    place = "file:" + directory.resolve("place");
    other = "file:" + directory.resolve("other");
  }

  private static RunningServer serve(String store) {
    return RunningServer.on(Configs.inMemory("store", store));
  }

  private static void create(ContractClient client, String name) {
    client.post(CATALOGS, "{\"name\":\"" + name + "\"}").expect(201);
  }

  private static JsonNode json(TerminalRun run) {
    assertEquals(ExitCode.OK, run.status(), run.err());
    return Json.tree(run.out().getBytes(UTF_8)).get(0);
  }

  @Test
  void aWorkspaceIsBackedUpWhileItIsServedAndServedAgainFromTheBackup() {
    String token;
    String tag;
    long sequence;
    try (RunningServer server = serve(store)) {
      ContractClient client = server.client();
      for (int i = 1; i <= 5; i++) {
        create(client, "c" + i);
      }
      client.post("/api/v1/snapshots", null).expect(200);
      create(client, "c6");
      token =
          client.get(CATALOGS + "?pageSize=2").expect(200).json().path("nextPageToken").asText();
      tag = client.get(CATALOGS + "/c6").expect(200).header("ETag");
      JsonNode report = json(arco("backup", "--store", store, "--to", place, "-o", "json"));
      sequence = report.path("sequence").asLong();
      assertEquals(6, sequence);
      assertEquals(0, report.path("reused").asLong());
      create(client, "too-late");
    }
    JsonNode restored = json(arco("restore", "--from", place, "--store", other, "-o", "json"));
    assertEquals(sequence, restored.path("restored").asLong());
    assertEquals(2, restored.path("incarnation").asLong());
    for (String readable : List.of(place, other)) {
      TerminalRun rows =
          arco(
              "sql",
              "--store",
              readable,
              "-o",
              "csv",
              "select count(*) n from system.catalog.catalogs");
      assertEquals("n\r\n5\r\n", rows.out(), rows.err());
    }
    try (RunningServer server = serve(other)) {
      ContractClient client = server.client();
      assertFormerLifeIsRefused(client, token, tag);
      create(client, "c7");
      assertEquals(List.of("c1", "c2", "c3", "c4", "c5", "c6", "c7"), names(client));
      String sql = "select number, sequence from system.audit.incarnations";
      Answer rows =
          client
              .post("/api/v1/query", "{\"sql\":\"" + sql + "\",\"freshness\":\"latest\"}")
              .expect(200);
      assertEquals("[[2,7]]", rows.json().path("rows").toString());
      JsonNode commit =
          client
              .post(
                  "/api/v1/query",
                  "{\"sql\":\"select count(*) from"
                      + " system.audit.commits\",\"freshness\":\"latest\"}")
              .expect(200)
              .json();
      assertEquals(10, commit.path("rows").path(0).path(0).asLong());
    }
    assertEquals(ExitCode.OK, arco("verify", "--store", other).status());
  }

  private static void assertFormerLifeIsRefused(ContractClient client, String token, String tag) {
    client.get(CATALOGS + "?pageSize=2&pageToken=" + token).expect(400, "INVALID_PAGE_TOKEN");
    Answer first = client.get(CATALOGS + "?pageSize=2").expect(200);
    String own = first.json().path("nextPageToken").asText();
    client.get(CATALOGS + "?pageSize=2&pageToken=" + own).expect(200);
    Answer entity = client.get(CATALOGS + "/c6", "If-None-Match", tag).expect(200);
    assertNotEquals(tag, entity.header("ETag"));
    client.get(CATALOGS + "/c6", "If-None-Match", entity.header("ETag")).expect(304);
    client.delete(CATALOGS + "/c6", "If-Match", tag).expect(412, "VERSION_MISMATCH");
    client
        .delete(CATALOGS + "/c6", "If-Match", tag, "Idempotency-Key", "k")
        .expect(412, "VERSION_MISMATCH");
    client
        .patch(CATALOGS + "/c6", "{\"comment\":\"too late\"}", "If-Match", tag)
        .expect(412, "VERSION_MISMATCH");
    Answer made = client.post(CATALOGS, "{\"name\":\"short\"}").expect(201);
    client.delete(CATALOGS + "/short", "If-Match", made.header("ETag")).expect(200);
  }

  private static List<String> names(ContractClient client) {
    JsonNode page = client.get(CATALOGS).expect(200).json();
    return page.path("items").findValuesAsText("name");
  }

  @Test
  void whileManyWriteEveryBackupIsOneInstantAndTheNextCopiesWhatIsNew() throws Exception {
    try (RunningServer server = serve(store)) {
      ContractClient client = server.client();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger made = new AtomicInteger();
      Thread writer =
          new Thread(
              () -> {
                while (!stop.get()) {
                  create(client, "c" + made.incrementAndGet());
                  if (made.get() % 20 == 0) {
                    client.post("/api/v1/snapshots", null).expect(200);
                  }
                }
              });
      writer.start();
      try {
        long sequence = 0;
        for (int run = 1; run <= 5; run++) {
          int before = made.get();
          Await.until("more commits", () -> made.get() > before + 5);
          JsonNode report = json(arco("backup", "--store", store, "--to", place, "-o", "json"));
          assertEquals(run, report.path("backup").asLong());
          assertTrue(report.path("sequence").asLong() > sequence, report::toString);
          assertTrue(report.path("reused").asLong() >= sequence, report::toString);
          sequence = report.path("sequence").asLong();
        }
      } finally {
        stop.set(true);
        writer.join();
      }
    }
    for (int run = 1; run <= 5; run++) {
      String target = "file:" + directory.resolve("target" + run);
      json(arco("restore", "--from", place, "--store", target, "--backup", "" + run, "-o", "json"));
      TerminalRun verified = arco("verify", "--store", target);
      assertEquals(ExitCode.OK, verified.status(), verified.err());
    }
  }

  @Test
  void aRestoreIntoAStoreThatIsNotEmptyIsRefusedWithNothingChanged() throws IOException {
    fill(store);
    fill(other);
    assertEquals(ExitCode.OK, arco("backup", "--store", store, "--to", place).status());
    Map<String, Long> before = files("other");
    TerminalRun run = arco("restore", "--from", place, "--store", other);
    assertEquals(ExitCode.FAILED, run.status());
    assertTrue(run.err().contains("holds the workspace default/default already"), run.err());
    assertEquals("", run.out());
    assertEquals(before, files("other"));
  }

  @Test
  void aStoreWithAnotherWorkspaceIsNotEmpty() throws IOException {
    fill(store);
    assertEquals(ExitCode.OK, arco("backup", "--store", store, "--to", place).status());
    try (RunningServer server = serve(other)) {
      server.client().post(CATALOGS, "{\"name\":\"c\"}", "X-Arco-Workspace", "side").expect(201);
    }
    Map<String, Long> before = files("other");
    TerminalRun run = arco("restore", "--from", place, "--store", other);
    assertEquals(ExitCode.FAILED, run.status());
    assertTrue(run.err().contains("it holds the workspace default/side"), run.err());
    assertEquals(before, files("other"));
  }

  private static void fill(String store) {
    try (RunningServer server = serve(store)) {
      create(server.client(), "a");
      create(server.client(), "b");
    }
  }

  private Map<String, Long> files(String folder) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory.resolve(folder))) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.size(path));
      }
    }
    return files;
  }

  @Test
  void aDamagedBackupIsNamedAndTriedWithoutAStore() throws IOException {
    fill(store);
    assertEquals(ExitCode.OK, arco("backup", "--store", store, "--to", place).status());
    assertEquals(ExitCode.OK, arco("restore", "--from", place, "--store", "memory:").status());
    String name = "journal/00000000000000000002.json";
    Path commit = directory.resolve("place/tenant=default/workspace=default/" + name);
    byte[] bytes = Files.readAllBytes(commit);
    bytes[bytes.length / 2] ^= 1;
    Files.write(commit, bytes);
    TerminalRun run = arco("restore", "--from", place, "--store", "memory:");
    assertEquals(ExitCode.FAILED, run.status());
    assertTrue(run.err().contains("the backup's " + name), run.err());
  }

  @Test
  void oneDamagedWorkspaceKeepsNoOtherFromItsBackup() throws IOException {
    try (RunningServer server = serve(store)) {
      create(server.client(), "a");
      server.client().post(CATALOGS, "{\"name\":\"c\"}", "X-Arco-Workspace", "broken").expect(201);
    }
    Path commit =
        directory.resolve(
            "store/tenant=default/workspace=broken/journal/00000000000000000001.json");
    Files.write(commit, new byte[] {1, 2, 3});
    TerminalRun run = arco("backup", "--store", store, "--to", place, "-o", "json");
    assertEquals(ExitCode.FAILED, run.status());
    assertTrue(run.err().contains("default/broken: WORKSPACE_CORRUPT"), run.err());
    assertTrue(run.err().contains("journal/00000000000000000001.json"), run.err());
    JsonNode done = Json.tree(run.out().getBytes(UTF_8));
    assertEquals(1, done.size());
    assertEquals("default", done.path(0).path("workspace").asText());
  }

  @Test
  void placesThatAreNoneAreMistakesOfUse() throws IOException {
    fill(store);
    Path inside = directory.resolve("store/backups");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("store"));
    for (String wrong :
        List.of(store, "file:" + inside, "file:" + directory, "file:" + link, "memory:")) {
      TerminalRun run = arco("backup", "--store", store, "--to", wrong);
      assertEquals(ExitCode.USAGE, run.status(), wrong + run.err());
    }
    assertEquals(ExitCode.USAGE, arco("backup", "--store", store).status());
    TerminalRun nothing = arco("backup", "--store", "file:" + directory + "/no", "--to", place);
    assertEquals(ExitCode.FAILED, nothing.status());
    assertTrue(nothing.err().contains("there is no store at"), nothing.err());
    assertFalse(Files.exists(directory.resolve("place")));
    TerminalRun none = arco("backup", "--store", store, "--to", place, "--workspace", "no");
    assertTrue(none.err().contains("there is no such workspace"), none.err());
    assertFalse(Files.exists(directory.resolve("place")));
    assertEquals(ExitCode.USAGE, arco("restore", "--from", place, "--store", place).status());
  }

  @Test
  void everyWorkspaceIsBackedUpAndRestoredAndAnInterruptedRestoreGoesOn() throws IOException {
    try (RunningServer server = serve(store)) {
      for (String name : List.of("one", "two", "three")) {
        server.client().post(CATALOGS, "{\"name\":\"c\"}", "X-Arco-Workspace", name).expect(201);
      }
    }
    TerminalRun backup = arco("backup", "--store", store, "--to", place, "-o", "json");
    assertEquals(3, Json.tree(backup.out().getBytes(UTF_8)).size());
    TerminalRun number = arco("restore", "--from", place, "--store", other, "--backup", "1");
    assertEquals(ExitCode.USAGE, number.status());
    assertTrue(number.err().contains("choose one with --tenant and --workspace"), number.err());
    assertEquals(ExitCode.OK, arco("restore", "--from", place, "--store", other).status());
    Path two = directory.resolve("other/tenant=default/workspace=two");
    Files.delete(two.resolve("workspace.json"));
    Files.delete(two.resolve("journal/00000000000000000002.json"));
    TerminalRun again = arco("restore", "--from", place, "--store", other, "-o", "json");
    assertEquals(ExitCode.OK, again.status(), again.err());
    assertEquals(3, Json.tree(again.out().getBytes(UTF_8)).size());
    assertEquals(ExitCode.OK, arco("verify", "--store", other).status());
  }
}
