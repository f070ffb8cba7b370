package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.postgres.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a store whose journal is in PostgreSQL. */
final class JournalCommandsTest {
  private final TestPostgres postgres = TestPostgres.shared();
  private final String journal = postgres.url(postgres.newDatabase());
  @TempDir private Path directory;

  private String store() {
    return "file:" + directory.resolve("store");
  }

  private RunningServer serve() {
    return RunningServer.on(Configs.inMemory("store", store(), "journal", journal));
  }

  private static void create(RunningServer server, String name) {
    server.client().post("/api/v1/catalogs", "{\"name\":\"" + name + "\"}").expect(201);
  }

  private static JsonNode json(TerminalRun run) {
    assertEquals(ExitCode.OK, run.status(), run.err());
    return Json.tree(run.out().getBytes(UTF_8)).get(0);
  }

  @Test
  void aBackupHoldsTheRowsBehindTheNewestManifestAndIsRestoredIntoObjects() {
    String place = "file:" + directory.resolve("place");
    String other = "file:" + directory.resolve("other");
    try (RunningServer server = serve()) {
      create(server, "a");
      server.client().post("/api/v1/snapshots", null).expect(200);
      create(server, "b");
      JsonNode report =
          json(
              arco(
                  "backup", "--store", store(), "--journal", journal, "--to", place, "-o", "json"));
      assertEquals(2, report.path("sequence").asLong());
    }
    JsonNode restored = json(arco("restore", "--from", place, "--store", other, "-o", "json"));
    assertEquals(2, restored.path("restored").asLong());
    assertEquals(0, json(arco("verify", "--store", other, "-o", "json")).path("findings").size());
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", other))) {
      server.client().get("/api/v1/catalogs/b").expect(200);
      create(server, "c");
    }
  }

  @Test
  void withoutTheJournalNamedBackupAndCollectionRefuse() {
    try (RunningServer server = serve()) {
      create(server, "a");
      server.client().post("/api/v1/snapshots", null).expect(200);
    }
    TerminalRun backup =
        arco("backup", "--store", store(), "--to", "file:" + directory.resolve("place"));
    assertEquals(ExitCode.FAILED, backup.status());
    assertTrue(backup.err().contains("journal"), backup.err());
    TerminalRun collection = arco("gc", "--store", store(), "--journal-days", "1", "--apply");
    assertEquals(ExitCode.FAILED, collection.status());
    assertTrue(collection.err().contains("journal"), collection.err());
    TerminalRun named = arco("gc", "--store", store(), "--journal", journal);
    assertEquals(ExitCode.OK, named.status(), named.err());
  }
}
