package io.arco.ledger;

import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.arco.log.ArchivedSlots;
import io.arco.log.Slots;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.PutOutcome;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A journal that is kept elsewhere, or that has lost commits. */
class JournalLossTest {
  private static final String ID = "postgresql:01234567-89ab-cdef-0123-456789abcdef";

  private final LedgerWorld world = new LedgerWorld(1);
  private final AtomicReference<Problem> stopped = new AtomicReference<>();
  private boolean lost;

  /** The world's journal as a database keeps it, which may have lost its newest commit. */
  private final class Rows implements Slots {
    private final Slots slots;
    private final String keptIn;

    Rows(Slots slots, String keptIn) {
      this.slots = slots;
      this.keptIn = keptIn;
    }

    @Override
    public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
      return lost
          ? Future.succeededFuture(new PutOutcome.PreconditionFailed())
          : slots.putIfAbsent(n, bytes);
    }

    @Override
    public Future<Optional<byte[]>> get(long n) {
      return lost ? Future.failedFuture(ArchivedSlots.behind(n - 1).asException()) : slots.get(n);
    }

    @Override
    public String nameOf(long n) {
      return slots.nameOf(n);
    }

    @Override
    public String keptIn() {
      return keptIn;
    }
  }

  private Future<Ledger> tryOpen(String keptIn) {
    return world.tryOpen(
        2,
        20,
        config ->
            new LedgerConfig(
                config.workspace(),
                config.store(),
                new Rows(config.journal(), keptIn),
                config.domains(),
                config.checkpoints(),
                config.runtime(),
                config.options(),
                config.backoff(),
                config.writer(),
                new LedgerObserver() {
                  @Override
                  public void stopped(Problem problem) {
                    stopped.set(problem);
                  }
                }));
  }

  @Test
  void aWorkspaceOpensWhereItsJournalIsKeptAndNowhereElse() {
    Ledger ledger = world.time().await(tryOpen(ID));
    world.create(ledger, "a");
    world.time().await(tryOpen(ID));
    assertEquals(ErrorCode.JOURNAL_ELSEWHERE, world.codeOf(tryOpen(Slots.OBJECTS)));
    assertEquals(ErrorCode.JOURNAL_ELSEWHERE, world.codeOf(tryOpen(ID.replace('0', '1'))));
  }

  @Test
  void ofTwoServersThatMakeAWorkspaceInDifferentJournalsOneIsRefused() {
    Ledger rows = world.time().await(tryOpen(ID));
    Ledger objects = world.time().await(tryOpen(Slots.OBJECTS));
    world.create(rows, "a");
    ErrorCode code = world.codeOf(world.submit(objects, catalogNamed("b")));
    // Both journals are one here, so the loser meets the winner's commit or its workspace.json.
    assertEquals(ErrorCode.JOURNAL_ELSEWHERE, code);
  }

  @Test
  void aWriteToAJournalThatLostACommitStopsTheLedger() {
    Ledger ledger = world.time().await(tryOpen(ID));
    world.create(ledger, "a");
    lost = true;
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, world.codeOf(world.submit(ledger, catalogNamed("b"))));
    assertEquals(ErrorCode.JOURNAL_BEHIND, stopped.get().code());
    assertEquals(ErrorCode.JOURNAL_BEHIND, world.codeOf(world.submit(ledger, catalogNamed("c"))));
  }

  @Test
  void soDoesALookAtItsHead() {
    Ledger ledger = world.time().await(tryOpen(ID));
    world.create(ledger, "a");
    assertNull(stopped.get());
    lost = true;
    assertEquals(
        ErrorCode.JOURNAL_BEHIND,
        world.codeOf(ledger.read(ReadOptions.linearizable(LedgerWorld.TIMEOUT_MILLIS))));
    assertEquals(ErrorCode.JOURNAL_BEHIND, stopped.get().code());
  }
}
