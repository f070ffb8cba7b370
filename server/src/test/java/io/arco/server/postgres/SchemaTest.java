package io.arco.server.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.config.JournalLocation;
import io.arco.server.journal.JournalException;
import io.arco.store.PutOutcome;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Vertx VERTX = Vertx.vertx();
  private static final Workspace WORKSPACE = Workspace.of("acme", "main");

  private final String database = POSTGRES.newDatabase();
  private final List<PostgresJournals> opened = new ArrayList<>();

  @AfterAll
  static void closeVertx() {
    Await.value(VERTX.close());
  }

  @AfterEach
  void close() {
    opened.forEach(journals -> Await.value(journals.close()));
  }

  private Future<PostgresJournals> begin(String user, String password) {
    return PostgresJournals.open(VERTX, location(user), password, 2).onSuccess(opened::add);
  }

  private JournalLocation.Postgresql location(String user) {
    return (JournalLocation.Postgresql) JournalLocation.parse(POSTGRES.url(user, database));
  }

  private PostgresJournals open(String user) {
    return Await.value(begin(user, ""));
  }

  private String refusal(String user) {
    return refusal(begin(user, ""));
  }

  private static String refusal(Future<?> failed) {
    return assertInstanceOf(JournalException.class, Await.failure(failed)).getMessage();
  }

  @Test
  void anyNumberOfServersThatStartAtOnceMakeTheTablesOnce() {
    List<Future<PostgresJournals>> starting = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      starting.add(PostgresJournals.open(VERTX, location("postgres"), "", 2));
    }
    Set<String> ids = new HashSet<>();
    for (Future<PostgresJournals> each : starting) {
      PostgresJournals journals = Await.value(each);
      opened.add(journals);
      ids.add(journals.keptIn());
    }
    assertEquals(1, ids.size(), ids::toString);
    assertEquals(Set.of(open("postgres").keptIn()), ids);
    assertEquals("1", POSTGRES.ask(database, "SELECT count(*) FROM arco.schema_version"));
    assertTrue(ids.iterator().next().matches("postgresql:[0-9a-f-]{36}"), ids::toString);
  }

  @Test
  void twoDatabasesHaveDifferentIds() {
    String other = POSTGRES.newDatabase();
    PostgresJournals there =
        Await.value(
            PostgresJournals.open(
                VERTX,
                (JournalLocation.Postgresql) JournalLocation.parse(POSTGRES.url(other)),
                "",
                2));
    opened.add(there);
    assertFalse(there.keptIn().equals(open("postgres").keptIn()));
  }

  @Test
  void aNewerSchemaIsRefusedWithBothVersions() {
    open("postgres");
    POSTGRES.execute(database, "INSERT INTO arco.schema_version (version) VALUES (7)");
    String refusal = refusal("postgres");
    assertTrue(refusal.contains("schema version 7"), refusal);
    assertTrue(refusal.contains("up to 1"), refusal);
  }

  @Test
  void aReaderMakesNothing() {
    String refusal = refusal(PostgresJournals.openExisting(VERTX, location("postgres"), "", 2));
    assertTrue(refusal.contains("holds no journal"), refusal);
    assertEquals(
        "0", POSTGRES.ask(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'arco'"));
    open("postgres");
    opened.add(Await.value(PostgresJournals.openExisting(VERTX, location("postgres"), "", 2)));
  }

  @Test
  void whoMayNotMakeTheTablesIsToldWhatToGrantAndThatIsEnough() {
    POSTGRES.execute(database, "CREATE ROLE \"maker\" LOGIN");
    String refusal = refusal("maker");
    String grant = "CREATE SCHEMA arco AUTHORIZATION \"maker\"";
    assertTrue(refusal.contains(grant), refusal);
    POSTGRES.execute(database, grant);
    Await.value(open("maker").rows(WORKSPACE).putIfAbsent(1, new byte[] {1}));
  }

  @Test
  void whoMayNotUseTheTablesIsToldWhatToGrantAndThatIsEnough() {
    open("postgres");
    POSTGRES.execute(database, "CREATE ROLE \"Odd user\" LOGIN");
    JournalLocation.Postgresql odd =
        (JournalLocation.Postgresql) JournalLocation.parse(POSTGRES.url("Odd%20user", database));
    String refusal = refusal(PostgresJournals.open(VERTX, odd, "", 2));
    List<String> grants = new ArrayList<>();
    for (String statement : refusal.split("; ")) {
      if (statement.contains("GRANT ")) {
        grants.add(statement.substring(statement.indexOf("GRANT ")));
      }
    }
    assertEquals(3, grants.size(), refusal);
    POSTGRES.execute(database, grants.toArray(String[]::new));
    PostgresJournals journals = Await.value(PostgresJournals.open(VERTX, odd, "", 2));
    opened.add(journals);
    assertInstanceOf(
        PutOutcome.Written.class,
        Await.value(journals.rows(WORKSPACE).putIfAbsent(1, new byte[] {1})));
    Await.value(journals.rows(WORKSPACE).delete(1));
  }

  @Test
  void aPasswordIsSentAndAWrongOneIsRefusedWithoutBeingShown() {
    POSTGRES.execute(database, "CREATE ROLE guarded LOGIN PASSWORD 'right-secret' SUPERUSER");
    POSTGRES.demandPassword("guarded");
    String refusal = refusal(begin("guarded", "wrong-secret"));
    assertTrue(refusal.contains("password authentication failed"), refusal);
    assertFalse(refusal.contains("wrong-secret"), refusal);
    Await.value(begin("guarded", "right-secret"));
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    JournalLocation.Postgresql missing =
        (JournalLocation.Postgresql) JournalLocation.parse(POSTGRES.url("no_such_database"));
    String refusal = refusal(PostgresJournals.open(VERTX, missing, "", 2));
    assertTrue(refusal.contains("no_such_database"), refusal);
    JournalLocation.Postgresql nowhere =
        new JournalLocation.Postgresql("u", "127.0.0.1", 1, "d", "disable");
    refusal = refusal(PostgresJournals.open(VERTX, nowhere, "", 2));
    assertTrue(refusal.contains("postgresql://u@127.0.0.1:1/d"), refusal);
  }

  @Test
  void aServerThatDoesNotSyncIsRefused(@TempDir Path directory) {
    try (TestPostgres unsafe = TestPostgres.unsafe(directory)) {
      JournalLocation.Postgresql location =
          (JournalLocation.Postgresql) JournalLocation.parse(unsafe.url("postgres"));
      String refusal = refusal(PostgresJournals.open(VERTX, location, "", 2));
      assertTrue(refusal.contains("fsync"), refusal);
    }
  }
}
