package io.arco.server.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.arco.ledger.Caller;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is known of queries, and for how long. */
final class QueriesTest {
  private static final Workspace LAB = Workspace.of("acme", "lab");

  private final VirtualTime time = new VirtualTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("io.arco.query");
  private final AtomicInteger cancellations = new AtomicInteger();
  private final Queries queries =
      new Queries(
          time.clock(),
          new SplittableRandom(1),
          new QueryLog(1_000),
          new QueryMetrics(registry, () -> 0));

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  private TrackedQuery begin(Workspace workspace, String sql) {
    return queries.begin(
        new QueryOrigin(QueryKind.QUERY, workspace, new Caller("ann", "r1"), sql),
        new Progress() {
          @Override
          public long rows() {
            return 7;
          }

          @Override
          public long bytes() {
            return 99;
          }

          @Override
          public void cancel() {
            cancellations.incrementAndGet();
          }
        });
  }

  private static RuntimeException timeout() {
    return Problem.of(ErrorCode.QUERY_TIMEOUT, "x").asException();
  }

  private double count(String outcome) {
    return registry
        .get("arco.queries")
        .tag("outcome", outcome)
        .tag("kind", "query")
        .timer()
        .count();
  }

  @Test
  void aQueryIsListedInItsWorkspaceWhileItRunsAndAfter() {
    TrackedQuery query = begin(LAB, "select 1");
    assertEquals(List.of(query), queries.of(LAB));
    assertEquals(QueryState.RUNNING, query.state());
    assertEquals(List.of(), queries.of(Workspace.of("acme", "other")));
    assertTrue(queries.find(Workspace.of("other", "lab"), query.id()).isEmpty());
    assertEquals(1, queries.running());
    query.end(true, null);
    assertEquals(QueryState.SUCCEEDED, query.state());
    assertEquals(0, queries.running());
    assertEquals(List.of(query), queries.of(LAB));
    assertEquals(query, queries.find(LAB, query.id()).orElseThrow());
    assertEquals(1, count("succeeded"));
  }

  @Test
  void aQueryEndsOnceAndInOneWay() {
    TrackedQuery failed = begin(LAB, "select 1");
    failed.end(false, timeout());
    failed.end(true, null);
    assertFalse(failed.cancel());
    assertEquals(QueryState.FAILED, failed.state());
    assertEquals(ErrorCode.QUERY_TIMEOUT, failed.failure().orElseThrow());
    TrackedQuery cancelled = begin(LAB, "select 2");
    assertTrue(cancelled.cancel());
    assertFalse(cancelled.cancel());
    assertEquals(QueryState.CANCELLING, cancelled.state());
    cancelled.end(false, null);
    assertEquals(QueryState.CANCELLED, cancelled.state());
    assertEquals(1, cancellations.get());
    // Done before it could be ended.
    TrackedQuery quick = begin(LAB, "select 3");
    quick.cancel();
    quick.end(true, null);
    assertEquals(QueryState.SUCCEEDED, quick.state());
    assertEquals(
        List.of(1.0, 1.0, 1.0), List.of(count("failed"), count("cancelled"), count("succeeded")));
  }

  @Test
  void theNewestStandsFirstAndOnlySoManyAreKept() {
    List<TrackedQuery> all = new ArrayList<>();
    for (int i = 0; i < EndedQueries.MAX_OF_WORKSPACE + 5; i++) {
      TrackedQuery query = begin(LAB, "select " + i);
      query.end(true, null);
      all.add(0, query);
    }
    TrackedQuery running = begin(LAB, "select 'now'");
    all.add(0, running);
    assertEquals(all.subList(0, EndedQueries.MAX_OF_WORKSPACE + 1), queries.of(LAB));
    assertTrue(queries.find(LAB, all.get(all.size() - 1).id()).isEmpty());
  }

  @Test
  void allWorkspacesTogetherAreBoundedToo() {
    TrackedQuery first = begin(LAB, "select 1");
    first.end(true, null);
    for (int i = 0; i < EndedQueries.MAX; i++) {
      assertTrue(queries.find(LAB, first.id()).isPresent());
      begin(Workspace.of("acme", "w" + i / 90), "select 1").end(true, null);
    }
    assertTrue(queries.find(LAB, first.id()).isEmpty());
    assertEquals(List.of(), queries.of(LAB));
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    TrackedQuery query = begin(LAB, "select 1");
    query.end(true, null);
    time.advance(TimeUnit.NANOSECONDS.toMillis(EndedQueries.KEPT_NANOS));
    assertEquals(List.of(query), queries.of(LAB));
    time.advance(1);
    assertEquals(List.of(), queries.of(LAB));
    assertTrue(queries.find(LAB, query.id()).isEmpty());
  }

  @Test
  void tooManyAtOnceAreOverloaded() {
    for (int i = 0; i < Queries.MAX_RUNNING; i++) {
      begin(LAB, "select 1");
    }
    ProblemException refused = assertThrows(ProblemException.class, () -> begin(LAB, "select 1"));
    assertEquals(ErrorCode.OVERLOADED, refused.problem().code());
  }

  @Test
  void aLongStatementIsCut() {
    String sql = "select '" + "x".repeat(TrackedQuery.MAX_STATEMENT) + "'";
    TrackedQuery query = begin(LAB, sql);
    assertTrue(query.isStatementCut());
    assertEquals(sql.substring(0, TrackedQuery.MAX_STATEMENT), query.origin().statement());
  }

  @Test
  void aQueryThatSomeoneHasEndedIsToldOf() {
    TrackedQuery query = begin(LAB, "select 'secret'");
    new QueryLog(0).cancelled(query, "eve");
    String line = lines.list.get(0).getKeyValuePairs().toString();
    assertEquals("query cancelled", lines.list.get(0).getFormattedMessage());
    assertTrue(line.contains("by=\"eve") && line.contains("principal=\"ann"), line);
    assertFalse(line.contains("secret"), line);
  }

  @Test
  void aSlowQueryIsToldOfInOneLineWithoutItsLiterals() {
    TrackedQuery quick = begin(LAB, "select 1");
    time.advance(999);
    quick.end(true, null);
    assertEquals(List.of(), lines.list);
    TrackedQuery slow =
        begin(LAB, "SELECT *  FROM t WHERE name = 'Ann Secret' AND n = 471100110011");
    time.advance(1_000);
    slow.end(false, timeout());
    assertEquals(1, lines.list.size());
    assertEquals("slow query", lines.list.get(0).getFormattedMessage());
    String line = lines.list.get(0).getKeyValuePairs().toString();
    for (String part :
        List.of(
            "query=\"" + slow.id(),
            "kind=\"query",
            "tenant=\"acme",
            "workspace=\"lab",
            "principal=\"ann",
            "requestId=\"r1",
            "state=\"failed",
            "code=\"QUERY_TIMEOUT",
            "millis=\"1000",
            "rows=\"7",
            "bytes=\"99",
            "statement=\"SELECT * FROM t WHERE name = ? AND n = ?\"")) {
      assertTrue(line.contains(part), part + " in " + line);
    }
    assertFalse(line.contains("Secret") || line.contains("471100110011"), line);
    assertEquals(1, registry.get("arco.queries.slow").counter().count());
  }
}
