package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.config.ArcoConfig;
import io.arco.server.journal.JournalException;
import io.arco.server.postgres.TestPostgres;
import io.arco.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose journal is in PostgreSQL, over HTTP. */
final class PostgresJournalTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();
  @TempDir private Path directory;

  private RunningServer start(String database) {
    return RunningServer.on(config(postgres.url(database)));
  }

  private RunningServer start() {
    return start(database);
  }

  private ArcoConfig config(String journal) {
    return Configs.inMemory("store", "file:" + directory.resolve("store"), "journal", journal);
  }

  private String refusal(String journal) {
    Throwable failure = Await.failure(ArcoServer.start(config(journal)));
    return assertInstanceOf(JournalException.class, failure).getMessage();
  }

  private static void create(RunningServer server, String name) {
    server.client().post(CATALOGS, "{\"name\":\"" + name + "\"}").expect(201);
  }

  private static int status(RunningServer server, String name) {
    return server.client().get(CATALOGS + "/" + name).status();
  }

  private static long publish(RunningServer server) {
    return server
        .client()
        .post("/api/v1/snapshots", null)
        .expect(200)
        .json()
        .path("sequence")
        .asLong();
  }

  private Path workspace() {
    return directory.resolve("store/tenant=default/workspace=default");
  }

  private List<String> archived() throws IOException {
    Path journal = workspace().resolve("journal");
    if (!Files.exists(journal)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private long rows() {
    return Long.parseLong(postgres.ask(database, "SELECT count(*) FROM arco.commits"));
  }

  @Test
  void whatIsWrittenIsReadAgainByTheNextServerAndCommitsAreRowsThatAreArchivedWithASnapshot()
      throws IOException {
    try (RunningServer server = start()) {
      create(server, "a");
      create(server, "b");
      server.client().get("/health/ready").expect(200);
    }
    try (RunningServer server = start()) {
      assertEquals(200, status(server, "a"));
      assertEquals(200, status(server, "b"));
      create(server, "c");
      assertEquals(3, publish(server));
      assertEquals(3, archived().size());
      create(server, "d");
      assertEquals(200, status(server, "d"));
    }
    assertEquals(4, rows());
    String file = Files.readString(workspace().resolve("workspace.json"));
    assertTrue(file.contains("\"journal\":\"postgresql:"), file);
    for (String name : archived()) {
      long n = Long.parseLong(name.substring(0, 20));
      String hex =
          postgres.ask(
              database, "SELECT encode(bytes, 'hex') FROM arco.commits WHERE number = " + n);
      byte[] archived = Files.readAllBytes(workspace().resolve("journal").resolve(name));
      assertEquals(hex, java.util.HexFormat.of().formatHex(archived), name);
    }
  }

  @Test
  void twoServersOnOneDatabaseSeeEachOthersWritesAtOnce() {
    try (RunningServer one = start();
        RunningServer two = start()) {
      for (int i = 0; i < 30; i++) {
        create(i % 2 == 0 ? one : two, "c" + i);
        assertEquals(200, status(i % 2 == 0 ? two : one, "c" + i));
        assertEquals(
            409,
            (i % 2 == 0 ? two : one).client().post(CATALOGS, "{\"name\":\"c" + i + "\"}").status());
      }
      publish(one);
      publish(two);
    }
    assertEquals(30, rows());
  }

  @Test
  void aServerConfiguredWithAnotherJournalRefusesToStart() {
    try (RunningServer server = start()) {
      create(server, "a");
    }
    String asObjects = refusal("objects");
    assertTrue(asObjects.contains("workspace default/default"), asObjects);
    assertTrue(asObjects.contains("postgresql:"), asObjects);
    String elsewhere = refusal(postgres.url(postgres.newDatabase()));
    assertTrue(elsewhere.contains("workspace default/default"), elsewhere);
  }

  @Test
  void soDoesOneOfADatabaseOverAStoreWhoseCommitsAreObjects() {
    try (RunningServer server = RunningServer.on(config("objects"))) {
      create(server, "a");
    }
    String refusal = refusal(postgres.url(database));
    assertTrue(refusal.contains("keeps its journal in objects"), refusal);
  }

  @Test
  void aWorkspaceThatComesLaterFromAnotherJournalIsRefusedWhenItIsOpened() {
    try (RunningServer objects = RunningServer.on(config("objects"));
        RunningServer rows = start()) {
      create(objects, "a");
      assertRefused("JOURNAL_ELSEWHERE", rows.client().get(CATALOGS + "/a"));
      assertRefused("JOURNAL_ELSEWHERE", rows.client().post(CATALOGS, "{\"name\":\"b\"}"));
    }
    assertEquals(0, rows());
  }

  private static void assertRefused(String code, ContractClient.Answer answer) {
    assertEquals(503, answer.status());
    assertEquals(code, answer.json().path("code").asText());
    assertFalse(answer.json().toString().contains("127.0.0.1"), answer.json()::toString);
  }

  @Test
  void aDatabaseRestoredToAnEarlierStateIsNotServed() {
    try (RunningServer server = start()) {
      create(server, "a");
      create(server, "b");
    }
    String dump = postgres.newDatabase();
    postgres.execute(
        "postgres", "DROP DATABASE " + dump, "CREATE DATABASE " + dump + " TEMPLATE " + database);
    try (RunningServer server = start()) {
      create(server, "c");
      publish(server);
      create(server, "d");
    }
    try (RunningServer server = start(dump)) {
      assertRefused("JOURNAL_BEHIND", server.client().get(CATALOGS + "/a"));
      assertRefused("JOURNAL_BEHIND", server.client().post(CATALOGS, "{\"name\":\"e\"}"));
    }
    assertEquals("2", postgres.ask(dump, "SELECT count(*) FROM arco.commits"));
    try (RunningServer server = start()) {
      assertEquals(200, status(server, "d"));
    }
  }

  @Test
  void aCommitLostWhileAServerRunsStopsTheWorkspaceThere() {
    try (RunningServer server = start()) {
      create(server, "a");
      create(server, "b");
      postgres.execute(database, "DELETE FROM arco.commits WHERE number = 2");
      assertRefused("JOURNAL_BEHIND", server.client().get(CATALOGS + "/b"));
      assertRefused("JOURNAL_BEHIND", server.client().post(CATALOGS, "{\"name\":\"c\"}"));
    }
    assertEquals(1, rows());
  }

  @Test
  void aCommitWrittenOnALostOneIsNeverMade() {
    try (RunningServer server = start()) {
      create(server, "a");
      create(server, "b");
      postgres.execute(database, "DELETE FROM arco.commits WHERE number = 2");
      ContractClient.Answer answer = server.client().post(CATALOGS, "{\"name\":\"c\"}");
      assertTrue(
          List.of("JOURNAL_BEHIND", "OUTCOME_UNKNOWN")
              .contains(answer.json().path("code").asText()),
          answer.json()::toString);
    }
    assertEquals(1, rows());
  }

  @Test
  void anArchiveThatHoldsOtherBytesKeepsTheManifestFromBeingWritten() throws IOException {
    ArcoConfig once =
        Configs.inMemory(
            "store",
            "file:" + directory.resolve("store"),
            "journal",
            postgres.url(database),
            "compaction.minIntervalMillis",
            "86400000");
    try (RunningServer server = RunningServer.on(once)) {
      create(server, "a");
      Path hint = workspace().resolve("snapshots/current.json");
      Await.until("the first snapshot is published", () -> Files.exists(hint));
      create(server, "b");
    }
    assertEquals(1, archived().size());
    Path second = workspace().resolve("journal/00000000000000000002.json");
    Files.writeString(second, "other bytes");
    try (RunningServer server = start()) {
      assertEquals(503, server.client().post("/api/v1/snapshots", null).status());
      assertEquals(200, status(server, "b"));
    }
    assertFalse(Files.exists(workspace().resolve("snapshots/00000000000000000002.json")));
  }
}
