package io.arco.server.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.log.Slots;
import io.arco.log.SlotsConformance;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.config.JournalLocation;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresSlotsTest extends SlotsConformance {
  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Vertx VERTX = Vertx.vertx();
  private static final String DATABASE = POSTGRES.newDatabase();

  private final List<PostgresJournals> opened = new ArrayList<>();
  private final byte[] ours = {1};
  private final byte[] theirs = {2};

  @AfterAll
  static void closeVertx() {
    Await.value(VERTX.close());
  }

  @AfterEach
  void closeJournals() {
    opened.forEach(journals -> Await.value(journals.close()));
  }

  @Override
  protected Slots open(Workspace workspace) {
    return journals("postgres").rows(workspace);
  }

  private PostgresJournals journals(String user) {
    JournalLocation location = JournalLocation.parse(POSTGRES.url(user, DATABASE));
    PostgresJournals journals =
        Await.value(PostgresJournals.open(VERTX, (JournalLocation.Postgresql) location, "", 2));
    opened.add(journals);
    return journals;
  }

  private void sql(String... statements) {
    POSTGRES.execute(DATABASE, statements);
  }

  private static String where(Workspace workspace) {
    return " WHERE workspace = '" + workspace.name() + "'";
  }

  private static void written(Slots slots, long n, byte[] bytes) {
    assertInstanceOf(PutOutcome.Written.class, Await.value(slots.putIfAbsent(n, bytes)));
  }

  private static Problem problem(Future<?> failed) {
    return assertInstanceOf(ProblemException.class, Await.failure(failed)).problem();
  }

  @Test
  void aCommitIsDurableWhateverTheDatabaseSaysByDefault() {
    sql("ALTER DATABASE " + DATABASE + " SET synchronous_commit = off");
    try {
      Slots slots = open(workspace("durable"));
      written(slots, 1, ours);
      String setting =
          Await.value(
              new Database(
                      VERTX,
                      (JournalLocation.Postgresql) JournalLocation.parse(POSTGRES.url(DATABASE)),
                      "",
                      2)
                  .withConnection(
                      connection ->
                          connection
                              .query("SHOW synchronous_commit")
                              .execute()
                              .map(rows -> rows.iterator().next().getString(0))));
      assertEquals("on", setting);
    } finally {
      sql("ALTER DATABASE " + DATABASE + " RESET synchronous_commit");
    }
  }

  @Test
  void aDatabaseThatLostACommitTakesNoMoreOfThemAndAnswersNoLook() {
    Workspace workspace = workspace("lost");
    Slots slots = open(workspace);
    written(slots, 1, ours);
    written(slots, 2, ours);
    sql("DELETE FROM arco.commits" + where(workspace) + " AND number = 2");
    assertInstanceOf(PutOutcome.PreconditionFailed.class, Await.value(slots.putIfAbsent(3, ours)));
    assertEquals(ErrorCode.JOURNAL_BEHIND, problem(slots.get(3)).code());
    assertEquals(ErrorCode.JOURNAL_BEHIND, problem(slots.get(1)).code());
    assertTrue(Await.value(open(workspace).get(3)).isEmpty());
  }

  @Test
  void aDatabaseThatHoldsAnotherCommitInItsPlaceDoesSoToo() {
    Workspace workspace = workspace("forked");
    Slots slots = open(workspace);
    written(slots, 1, ours);
    written(slots, 2, ours);
    sql("UPDATE arco.commits SET bytes = '\\x07'" + where(workspace) + " AND number = 2");
    assertInstanceOf(PutOutcome.PreconditionFailed.class, Await.value(slots.putIfAbsent(3, ours)));
    assertEquals(ErrorCode.JOURNAL_BEHIND, problem(slots.get(3)).code());
    assertEquals(
        "2", POSTGRES.ask(DATABASE, "SELECT count(*) FROM arco.commits" + where(workspace)));
  }

  @Test
  void aServerThatWasIdleWhileOldCommitsWereRemovedOpensTheWorkspaceAnew() {
    Workspace workspace = workspace("retention");
    Slots idle = open(workspace);
    written(idle, 1, ours);
    written(idle, 2, ours);
    PostgresJournals busy = journals("postgres");
    for (long n = 3; n <= 6; n++) {
      written(busy.rows(workspace), n, theirs);
    }
    for (long n = 2; n <= 4; n++) {
      Await.value(busy.rows(workspace).delete(n));
      Await.value(busy.rows(workspace).delete(n));
    }
    assertInstanceOf(PutOutcome.PreconditionFailed.class, Await.value(idle.putIfAbsent(3, ours)));
    assertEquals(ErrorCode.UNAVAILABLE, problem(idle.get(3)).code());
    assertArrayEquals(theirs, Await.value(idle.get(6)).orElseThrow());
    assertTrue(Await.value(idle.get(7)).isEmpty());
    assertArrayEquals(theirs, Await.value(busy.rows(workspace).get(5)).orElseThrow());
  }

  @Test
  void aMissingRightIsCertainlyNotDone() {
    journals("postgres");
    sql(
        "CREATE ROLE reader LOGIN",
        "GRANT USAGE ON SCHEMA arco TO reader",
        "GRANT SELECT ON ALL TABLES IN SCHEMA arco TO reader",
        "GRANT INSERT ON arco.commits TO reader");
    Workspace workspace = workspace("rights");
    Slots slots = journals("reader").rows(workspace);
    written(slots, 1, ours);
    sql("REVOKE INSERT ON arco.commits FROM reader");
    StoreException refused =
        assertInstanceOf(StoreException.class, Await.failure(slots.putIfAbsent(2, ours)));
    assertEquals(StoreException.Kind.PERMANENT, refused.kind());
    assertArrayEquals(ours, Await.value(slots.get(1)).orElseThrow());
    sql("REVOKE SELECT ON arco.commits FROM reader");
    StoreException unread = assertInstanceOf(StoreException.class, Await.failure(slots.get(1)));
    assertEquals(StoreException.Kind.PERMANENT, unread.kind());
  }

  @Test
  void aSessionThatMayNotWriteIsCertainlyNotDoneAndIsReplaced() {
    sql(
        "CREATE ROLE standby LOGIN SUPERUSER",
        "ALTER ROLE standby SET default_transaction_read_only = on");
    Slots slots = journals("standby").rows(workspace("standby"));
    StoreException refused =
        assertInstanceOf(StoreException.class, Await.failure(slots.putIfAbsent(1, ours)));
    assertEquals(StoreException.Kind.PERMANENT, refused.kind());
    sql("ALTER ROLE standby SET default_transaction_read_only = off");
    Await.until(
        "a new session writes",
        () ->
            Await.value(slots.putIfAbsent(1, ours).otherwise(failed -> null))
                instanceof PutOutcome.Written);
  }

  @Test
  void aPutThatWaitsForAnotherTransactionAndIsKilledIsUnknown() throws SQLException {
    Workspace workspace = workspace("killed");
    Slots slots = open(workspace);
    try (Connection other = POSTGRES.connect(DATABASE);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "INSERT INTO arco.commits (tenant, workspace, number, bytes) VALUES ('conformance', '"
              + workspace.name()
              + "', 1, '\\x02')");
      Future<PutOutcome> put = slots.putIfAbsent(1, ours);
      String waiting =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
              + " application_name = 'arco' AND datname = '"
              + DATABASE
              + "'";
      Await.until("the put waits", () -> POSTGRES.ask(DATABASE, waiting).equals("1"));
      assertFalse(put.isComplete());
      sql(waiting.replace("count(*)", "pg_terminate_backend(pid)"));
      assertInstanceOf(PutOutcome.Unknown.class, Await.value(put));
      other.commit();
    }
    assertInstanceOf(PutOutcome.PreconditionFailed.class, Await.value(slots.putIfAbsent(1, ours)));
    assertArrayEquals(theirs, Await.value(slots.get(1)).orElseThrow());
  }
}
