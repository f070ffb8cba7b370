package io.arco.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.MemoryStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivedSlotsTest {
  private final ScriptedSlots journal = new ScriptedSlots();
  private final ScriptedSlots archive = new ScriptedSlots();
  private final ArchivedSlots slots = new ArchivedSlots(journal, archive);
  private final byte[] bytes = {1};

  @Nested
  class Conformance extends SlotsConformance {
    private final MemoryStore store = new MemoryStore();
    private final MemoryStore archives = new MemoryStore();

    @Override
    protected Slots open(Workspace workspace) {
      WorkspaceKeys keys = new WorkspaceKeys(workspace);
      return new ArchivedSlots(
          new ObjectSlots(store, keys.journal()), new ObjectSlots(archives, keys.journal()));
    }
  }

  @Test
  void an_entry_that_the_archive_alone_holds_was_lost() {
    archive.entries.put(5L, bytes);
    assertEquals(ErrorCode.JOURNAL_BEHIND, codeOf(slots.get(5)));
    assertEquals(ErrorCode.JOURNAL_BEHIND, codeOf(slots.get(5)));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 3 + ArchivedSlots.LOOK_BEHIND})
  void so_was_one_behind_the_first_that_neither_holds(long archived) {
    archive.entries.put(archived, bytes);
    if (archived > 3) {
      assertTrue(Await.value(slots.get(3)).isEmpty());
    }
    assertEquals(ErrorCode.JOURNAL_BEHIND, codeOf(slots.get(archived)));
  }

  @Test
  void an_entry_that_came_between_both_looks_is_read() {
    Slots late =
        new ArchivedSlots(
            journal,
            new Slots() {
              @Override
              public Future<io.arco.store.PutOutcome> putIfAbsent(long n, byte[] put) {
                throw new AssertionError("never put");
              }

              @Override
              public Future<Optional<byte[]>> get(long n) {
                journal.entries.put(n, bytes);
                return Future.succeededFuture(Optional.of(bytes));
              }

              @Override
              public String nameOf(long n) {
                return "archive/" + n;
              }
            });
    assertArrayEquals(bytes, Await.value(late.get(1)).orElseThrow());
  }

  @Test
  void the_archive_is_asked_while_opening_and_not_while_a_journal_grows() {
    for (long n = 1; n <= 1_000; n++) {
      assertTrue(Await.value(slots.get(n)).isEmpty());
      assertTrue(Await.value(slots.get(n)).isEmpty());
      Await.value(slots.putIfAbsent(n, bytes));
    }
    assertEquals(1 + ArchivedSlots.LOOK_BEHIND, archive.gets);
    assertEquals(0, archive.puts.size());
  }

  @Test
  void what_the_journal_holds_is_read_without_the_archive() {
    journal.entries.put(1L, bytes);
    assertArrayEquals(bytes, Await.value(slots.get(1)).orElseThrow());
    assertEquals(0, archive.gets);
  }

  @Test
  void an_archive_that_cannot_be_read_proves_nothing_and_is_asked_again() {
    archive.failingGets = 1;
    assertFalse(Await.failure(slots.get(1)) instanceof ProblemException);
    assertTrue(Await.value(slots.get(1)).isEmpty());
    assertEquals(2, archive.gets);
  }

  private static ErrorCode codeOf(Future<?> failed) {
    return assertInstanceOf(ProblemException.class, Await.failure(failed)).problem().code();
  }
}
