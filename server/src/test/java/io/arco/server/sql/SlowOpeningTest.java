package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances whose opening hangs, as a disk does that answers no more. */
final class SlowOpeningTest {
  private static final int RUNNING = 2;
  private static final SqlSource HUNG = new SqlSource("hung", List.of());
  private static final SqlSource FINE = new SqlSource("fine", List.of());

  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger openings = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final Queue<EngineBase> late = new ConcurrentLinkedQueue<>();
  private final SqlFixture sql =
      new SqlFixture(
          SqlLimits.DEFAULTS.withConcurrency(RUNNING, 4, 8).withTimeoutMillis(3_600_000),
          this::open);

  @AfterEach
  void close() {
    answers.countDown();
    sql.close();
  }

  /** Asks, and has the time of the query pass while its instance is being opened. */
  private void assertEnds(SqlSource source, int openingsBegun) {
    Future<SqlResult> result = sql.start("select 1", source);
    Await.until("it runs", () -> sql.engine.running() == 1 && begun.get() == openingsBegun);
    sql.engine.endRunning();
    ProblemException failure = (ProblemException) Await.failure(result);
    assertEquals(ErrorCode.QUERY_TIMEOUT, failure.problem().code());
    Await.until("its worker is free", () -> sql.engine.running() == 0);
  }

  private EngineBase open(SqlSource source, SqlLimits limits, Consumer<DuckDBConnection> connected)
      throws SQLException {
    if (source == FINE) {
      return EngineBase.open(source, limits, connected);
    }
    begun.incrementAndGet();
    Await.latch("the disk answers", answers);
    EngineBase base = EngineBase.open(source, limits, connection -> {});
    openings.incrementAndGet();
    late.add(base);
    return base;
  }

  private static SqlSource hung(int number) {
    return new SqlSource("hung-" + number, List.of());
  }

  @Test
  void aQueryWhoseInstanceIsNotThereEndsInItsTime() {
    SqlLimits brief = SqlLimits.DEFAULTS.withTimeoutMillis(1_000);
    try (SqlFixture impatient = new SqlFixture(brief, this::open)) {
      impatient.assertFails(ErrorCode.QUERY_TIMEOUT, "select 1", HUNG);
      ProblemException described =
          (ProblemException)
              Await.failure(
                  impatient.engine.describe(impatient.check("select 1"), HUNG, () -> false));
      assertEquals(ErrorCode.QUERY_TIMEOUT, described.problem().code());
    }
    assertEquals(1, begun.get(), "one opening for all who want it");
  }

  @Test
  void itsWorkerIsFreeForTheNext() {
    for (int i = 0; i < 3 * RUNNING; i++) {
      assertEnds(HUNG, 1);
    }
    assertEquals("[[2]]", sql.rows("select 2", FINE));
  }

  @Test
  void aQueryThatIsNotWantedAnyMoreIsOverBeforeItsTime() {
    ResultSink sink =
        sql.engine.sink(ResultFormat.JSON, SqlOptions.DEFAULTS, ResultSink.Receiver.WHOLE);
    Future<Boolean> written = sql.engine.write(sql.check("select 1"), HUNG, sink);
    Await.until("it is being opened", () -> begun.get() == 1);
    sink.cancel();
    assertFalse(Await.value(written));
    AtomicBoolean isGone = new AtomicBoolean();
    Future<SqlShape> described = sql.engine.describe(sql.check("select 1"), HUNG, isGone::get);
    Await.until("it waits", () -> sql.engine.running() == 1);
    isGone.set(true);
    ProblemException failure = (ProblemException) Await.failure(described);
    assertEquals(ErrorCode.QUERY_CANCELLED, failure.problem().code());
  }

  @Test
  void anInstanceThatIsLateIsForTheNextWhoWantsIt() {
    assertEnds(HUNG, 1);
    answers.countDown();
    Await.until("it is open", () -> openings.get() == 1);
    assertEquals("[[1]]", sql.rows("select 1", HUNG));
    assertEquals(1, begun.get());
  }

  @Test
  void whereEveryOpeningHangsWhatIsOpenGoesOnAndNothingIsOpenedForThoseWhoWent() {
    assertEquals("[[2]]", sql.rows("select 2", FINE));
    int threads = OpenBases.OPENING_PER_QUERY * RUNNING;
    for (int i = 0; i < threads; i++) {
      assertEnds(hung(i), i + 1);
    }
    assertEnds(hung(threads), threads);
    assertEquals("[[2]]", sql.rows("select 2", FINE));
    answers.countDown();
    Await.until("they are open", () -> openings.get() == threads);
    assertEquals("[[3]]", sql.rows("select 3", hung(threads + 1)));
    assertEquals(threads + 1, begun.get(), "the one that was waiting was not opened in vain");
  }

  @Test
  void theEngineClosesAndTheLateInstanceAfterIt() {
    assertEnds(HUNG, 1);
    SqlFixture.await(sql.engine.close());
    answers.countDown();
    Await.until("it is there", () -> late.size() == 1);
    Await.until("it is closed", () -> isClosed(late.peek()));
  }

  private static boolean isClosed(EngineBase base) {
    try {
      base.duplicate().close();
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  @Test
  void aFailedOpeningIsToldToAllWhoWaitAndTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    try (SqlFixture failing =
        new SqlFixture(
            SqlLimits.DEFAULTS,
            (source, limits, connected) -> {
              if (tries.incrementAndGet() == 1) {
                throw new SQLException("IO Error: gone");
              }
              return EngineBase.open(source, limits, connected);
            })) {
      failing.assertFails(ErrorCode.TABLE_NOT_READABLE, "select 1", HUNG);
      assertEquals("[[1]]", failing.rows("select 1", HUNG));
    }
  }
}
