package io.arco.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.MemoryStore;
import io.arco.store.Prefix;
import io.arco.store.RoleStore;
import io.arco.testing.Await;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchivedEntriesTest {
  private static final Prefix FOLDER = new Prefix("log/");

  private final ObjectSlots journal = new ObjectSlots(new MemoryStore(), FOLDER);
  private final MemoryStore archives = new MemoryStore();
  private final ObjectSlots archive = new ObjectSlots(archives, FOLDER);

  private void write(long n) {
    Await.value(journal.putIfAbsent(n, new byte[] {(byte) n}));
    Await.value(archive.putIfAbsent(n, new byte[] {(byte) n}));
  }

  @Test
  void anEntryLeavesBothTheArchiveFirst() {
    write(1);
    write(2);
    Await.value(new ArchivedEntries(journal, archive).delete(2));
    assertTrue(Await.value(journal.get(2)).isEmpty());
    assertTrue(Await.value(archive.get(2)).isEmpty());
    assertEquals(
        List.of(1L), Await.value(new LogListing(new ArchivedEntries(journal, archive)).numbers()));
  }

  @Test
  void anEntryThatTheArchiveKeepsStaysInTheJournal() {
    write(1);
    ObjectSlots readOnly =
        new ObjectSlots(new RoleStore(archives, "reader", Set.of(), Set.of()), FOLDER);
    Await.failure(new ArchivedEntries(journal, readOnly).delete(1));
    assertTrue(Await.value(journal.get(1)).isPresent());
  }
}
