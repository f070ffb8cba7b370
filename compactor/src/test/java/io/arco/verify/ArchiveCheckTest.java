package io.arco.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.WorkspaceFile;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiveCheckTest {
  private static final String ID = "postgresql:01234567-89ab-cdef-0123-456789abcdef";
  private static final String OTHER = ID.replace('0', '1');

  private final VirtualTime time = new VirtualTime();
  private final Workspace workspace = Workspace.of("acme", "main");
  private final WorkspaceKeys keys = new WorkspaceKeys(workspace);
  private final MemoryStore bucket = new MemoryStore();
  private final Slots archive = new ObjectSlots(bucket, keys.journal());
  private final Slots rows = new ObjectSlots(new MemoryStore(), keys.journal());

  /** The database: slots of another store under a database's name. */
  private record Rows(Slots slots, String keptIn) implements Slots {
    @Override
    public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
      return slots.putIfAbsent(n, bytes);
    }

    @Override
    public Future<Optional<byte[]>> get(long n) {
      return slots.get(n);
    }

    @Override
    public String nameOf(long n) {
      return slots.nameOf(n);
    }
  }

  @BeforeEach
  void fill() {
    byte[] file = WorkspaceFile.of(workspace, ID, Instant.EPOCH).encode();
    time.await(bucket.put(keys.workspaceFile(), file, Precondition.ABSENT));
    for (byte n = 1; n <= 30; n++) {
      time.await(rows.putIfAbsent(n, new byte[] {n}));
    }
    for (byte n = 1; n <= 20; n++) {
      if (n != 7 && n != 9) {
        time.await(archive.putIfAbsent(n, new byte[] {n}));
      }
    }
  }

  private List<Finding> check(String keptIn) {
    return time.await(
        new ArchiveCheck(time.runtime(1), bucket, keys, new Rows(rows, keptIn)).check());
  }

  private void assertNamed(String object, String what) {
    List<Finding> findings = check(ID);
    assertEquals(1, findings.size(), findings::toString);
    assertEquals(object, findings.get(0).object());
    assertTrue(findings.get(0).what().contains(what), findings::toString);
  }

  @Test
  void whatIsNotArchivedYetIsNoFinding() {
    assertEquals(List.of(), check(ID));
  }

  @Test
  void anArchivedCommitOfOtherBytesIsNamed() {
    time.await(archive.putIfAbsent(7, new byte[] {0}));
    assertNamed("journal/00000000000000000007.json", "other bytes");
  }

  @Test
  void anArchivedCommitThatTheDatabaseLacksIsNamed() {
    time.await(archive.putIfAbsent(31, new byte[] {31}));
    assertNamed("journal/00000000000000000031.json", "the database does not have it");
  }

  @Test
  void anotherDatabaseIsNamed() {
    List<Finding> findings = check(OTHER);
    assertEquals(1, findings.size(), findings::toString);
    assertEquals(WorkspaceFile.NAME, findings.get(0).object());
    assertTrue(findings.get(0).what().contains(OTHER), findings::toString);
  }
}
