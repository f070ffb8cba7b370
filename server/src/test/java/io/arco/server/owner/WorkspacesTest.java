package io.arco.server.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.server.journal.ObjectJournals;
import io.arco.store.MemoryStore;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How workspaces are opened, kept and closed. */
@ExtendWith(VertxExtension.class)
final class WorkspacesTest {
  private static final int LIMIT = 3;

  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean refuses;
  private Workspaces workspaces;

  @BeforeEach
  void make(Vertx vertx) {
    LedgerOpener ledgers =
        new StoreLedgers(
            new MemoryStore(),
            new ObjectJournals(),
            new Domains(List.of(new CatalogDomain())),
            (workspace, runtime) -> Checkpoints.NONE,
            Clock.system(),
            new VertxWorkers(vertx.createSharedWorkerExecutor("test", 1), 10),
            new SplittableRandom(1),
            LedgerOptions.DEFAULT,
            "test",
            LedgerObserver.NONE,
            workspace -> LedgerObserver.NONE);
    LedgerOpener counted =
        new LedgerOpener() {
          @Override
          public Future<Ledger> open(
              Workspace workspace, Scheduler scheduler, LedgerObserver observer) {
            opened.incrementAndGet();
            return refuses
                ? Future.failedFuture(Problem.of(ErrorCode.UNAVAILABLE, "no").asException())
                : ledgers.open(workspace, scheduler, observer);
          }
        };
    Scheduler scheduler = new VertxScheduler(vertx.getOrCreateContext());
    workspaces = new Workspaces(counted, scheduler, LIMIT);
  }

  @Test
  void aWorkspaceIsOpenedOnceHoweverManyUseIt() {
    Future<Ledger> one = workspaces.open(workspace("a"));
    Future<Ledger> two = workspaces.open(workspace("a"));
    assertSame(Await.value(one), Await.value(two));
    assertEquals(1, opened.get());
  }

  @Test
  void noMoreAreOpenThanTheLimit() {
    for (int i = 0; i < LIMIT; i++) {
      Await.value(workspaces.open(workspace("w" + i)));
    }
    assertEquals(ErrorCode.OVERLOADED, codeOf(workspaces.open(workspace("more"))));
    Await.value(workspaces.open(workspace("w0")));
    assertEquals(LIMIT, workspaces.ledgers().size());
  }

  @Test
  void whatCouldNotBeOpenedIsTriedAgain() {
    refuses = true;
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(workspaces.open(workspace("a"))));
    refuses = false;
    Await.value(workspaces.open(workspace("a")));
    assertEquals(2, opened.get());
  }

  @Test
  void aStoppedLedgerIsReplacedAtTheNextUse() {
    Ledger first = Await.value(workspaces.open(workspace("a")));
    Await.value(first.close());
    assertEquals(0, workspaces.count());
    Await.value(workspaces.open(workspace("a")));
    assertEquals(2, opened.get());
  }

  @Test
  void whenClosedNothingIsOpenedAnyMore() {
    Await.value(workspaces.open(workspace("a")));
    Await.value(workspaces.close());
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(workspaces.open(workspace("b"))));
  }

  private static ErrorCode codeOf(Future<Ledger> future) {
    return ((ProblemException) Await.failure(future)).problem().code();
  }

  private static Workspace workspace(String name) {
    return Workspace.of("t", name);
  }
}
