package io.arco.server.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.log.Backoff;
import io.arco.log.Decided;
import io.arco.log.NumberedLog;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.ThreadWorkers;
import io.arco.server.config.JournalLocation;
import io.arco.server.owner.VertxScheduler;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contests for slots while connections are cut before or after the database has committed. */
class CutConnectionsTest {
  private static final int SLOTS = 60;
  private static final int WRITERS = 3;
  private static final int CUTS = 60;
  private static final double RATE = 0.15;
  private static final Workspace WORKSPACE = Workspace.of("acme", "cut");

  private final TestPostgres postgres = TestPostgres.shared();
  private final Vertx vertx = Vertx.vertx();
  private final ThreadWorkers workers = new ThreadWorkers("cut-test", 1, 1);
  private final Seeds seeds = Seeds.of("CutConnectionsTest");
  private final String database = postgres.newDatabase();
  private final List<CuttingProxy> proxies = new ArrayList<>();
  private final List<Database> databases = new ArrayList<>();

  @AfterEach
  void close() {
    databases.forEach(each -> Await.value(each.close()));
    proxies.forEach(CuttingProxy::close);
    workers.close();
    Await.value(vertx.close());
  }

  private PostgresSlots slotsThrough(int port) {
    Database through =
        new Database(
            vertx,
            new JournalLocation.Postgresql("postgres", "127.0.0.1", port, database, "disable"),
            "",
            2);
    databases.add(through);
    return new PostgresSlots(through, WORKSPACE, "postgresql:test");
  }

  private NumberedLog logThrough(CuttingProxy proxy) {
    proxies.add(proxy);
    Runtime runtime =
        new Runtime(
            Clock.system(),
            new VertxScheduler(vertx.getOrCreateContext()),
            workers,
            new SplittableRandom(seeds.random().nextLong()));
    NumberedLog log = new NumberedLog(slotsThrough(proxy.port()), runtime, Backoff.DEFAULT, 1);
    log.intact(1, log.now());
    return log;
  }

  @Test
  void everySlotIsDecidedAsTheDatabaseHoldsIt() {
    PostgresSlots truth = slotsThrough(postgres.port());
    Schema schema =
        new Schema(
            (JournalLocation.Postgresql) JournalLocation.parse(postgres.url(database)), true);
    Await.value(databases.get(0).withConnection(schema::prepare));
    List<NumberedLog> logs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      long seed = seeds.random().nextLong();
      logs.add(logThrough(new CuttingProxy(vertx, postgres.port(), seed, RATE, CUTS)));
    }
    Hash previous = Hash.NONE;
    for (long n = 1; n <= SLOTS; n++) {
      List<byte[]> bytes = new ArrayList<>();
      List<Future<Decided>> contests = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        bytes.add(("writer " + i + " slot " + n).getBytes(StandardCharsets.UTF_8));
        contests.add(logs.get(i).append(n, bytes.get(i), previous));
      }
      int won = 0;
      for (int i = 0; i < WRITERS; i++) {
        Decided decided = Await.value(contests.get(i));
        byte[] held = Await.value(truth.get(n)).orElseThrow();
        if (decided instanceof Decided.Lost lost) {
          assertArrayEquals(held, lost.winner());
        } else {
          assertInstanceOf(Decided.Won.class, decided);
          assertArrayEquals(held, bytes.get(i));
          won++;
        }
      }
      assertEquals(1, won, "winners of slot " + n);
      previous = Hash.of(Await.value(truth.get(n)).orElseThrow());
    }
    assertTrue(proxies.stream().mapToInt(CuttingProxy::before).sum() > 0);
    assertTrue(proxies.stream().mapToInt(CuttingProxy::after).sum() > 0);
  }
}
