package io.arco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.LedgerWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits read again. */
final class CommitReaderTest {
  private static final int COMMITS = 40;

  private final LedgerWorld world = new LedgerWorld(7);
  private final Ledger ledger = world.open(2, 2);

  @Test
  void pagesFollowEachOtherWithoutGapOrRepeat() {
    fill();
    long after = 0;
    for (long expected = 1; expected <= COMMITS; ) {
      CommitPage page = read(after, 7);
      assertEquals(COMMITS, page.head());
      assertTrue(page.commits().size() <= 7);
      for (var commit : page.commits()) {
        assertEquals(expected++, commit.header().sequence());
        assertEquals("ada", commit.commands().get(0).principal());
      }
      after = expected - 1;
    }
    assertEquals(List.of(), read(COMMITS, 7).commits());
  }

  @Test
  void largeCommitsMakeShorterPages() {
    String comment = "x".repeat(4_000);
    for (int i = 0; i < 24; i++) {
      List<Command> many = new ArrayList<>();
      for (int j = 0; j < 200; j++) {
        many.add(new CreateCatalog("c" + i + "_" + j, comment, null));
      }
      world.time().await(ledger.submit(world.submission(many, null)));
    }
    assertEquals(CommitReader.WINDOW, read(0, 24).commits().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 17, 39})
  void whatRetentionTookIsToldWithTheOldestThereIs(long gone) {
    fill();
    for (long n = 2; n <= gone; n++) {
      world
          .time()
          .await(world.truth().delete(world.keys().journal().key("%020d.json".formatted(n))));
    }
    ProblemException refused = assertThrows(ProblemException.class, () -> read(1, 5));
    assertEquals(ErrorCode.HISTORY_EXPIRED, refused.problem().code());
    assertEquals(gone + 1, refused.problem().details().get("floor"));
    assertEquals(gone + 1, read(gone, 5).commits().get(0).header().sequence());
  }

  private void fill() {
    for (int i = 0; i < COMMITS; i++) {
      world.create(ledger, "c" + i);
    }
  }

  private CommitPage read(long after, int limit) {
    return world.time().await(ledger.commits(after, limit));
  }
}
