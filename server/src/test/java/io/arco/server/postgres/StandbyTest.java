package io.arco.server.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.log.Slots;
import io.arco.server.config.JournalLocation;
import io.arco.server.journal.JournalException;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that becomes a standby, and the other way round, under a server that runs. */
class StandbyTest {
  private final byte[] ours = {1};

  @Test
  void aStandbyIsNeitherWrittenNorBelievedAndServesAgainOnceItIsPromoted(@TempDir Path directory) {
    Vertx vertx = Vertx.vertx();
    try (TestPostgres postgres = TestPostgres.in(directory)) {
      JournalLocation.Postgresql location =
          (JournalLocation.Postgresql) JournalLocation.parse(postgres.url("postgres"));
      PostgresJournals journals = Await.value(PostgresJournals.open(vertx, location, "", 2));
      Slots slots = journals.rows(Workspace.of("acme", "main"));
      assertInstanceOf(PutOutcome.Written.class, Await.value(slots.putIfAbsent(1, ours)));
      postgres.restartAsStandby();
      Await.until("the standby answers", () -> failureOf(slots.get(1)).contains("standby"));
      StoreException unread = assertInstanceOf(StoreException.class, Await.failure(slots.get(1)));
      assertEquals(StoreException.Kind.TRANSIENT, unread.kind());
      StoreException refused =
          assertInstanceOf(StoreException.class, Await.failure(slots.putIfAbsent(2, ours)));
      assertEquals(StoreException.Kind.PERMANENT, refused.kind());
      Throwable start = Await.failure(PostgresJournals.open(vertx, location, "", 2));
      assertInstanceOf(JournalException.class, start);
      assertTrue(start.getMessage().contains("standby"), start.getMessage());
      postgres.promote();
      Await.until("it is read again", () -> failureOf(slots.get(1)).isEmpty());
      assertArrayEquals(ours, Await.value(slots.get(1)).orElseThrow());
      assertInstanceOf(PutOutcome.Written.class, Await.value(slots.putIfAbsent(2, ours)));
      Await.value(journals.close());
    } finally {
      Await.value(vertx.close());
    }
  }

  /** What it failed with; empty if it succeeded. */
  private static String failureOf(Future<?> future) {
    return Await.value(
        future.transform(
            done -> Future.succeededFuture(done.succeeded() ? "" : done.cause().toString())));
  }
}
