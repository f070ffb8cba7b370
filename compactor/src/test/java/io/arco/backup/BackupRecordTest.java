package io.arco.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.backup.BackupRecord.Commits;
import io.arco.backup.BackupRecord.Snapshot;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackupRecordTest {
  private static final Workspace WORKSPACE = Workspace.of("acme", "main");
  private static final Hash ONE = Hash.of(new byte[] {1});
  private static final Hash TWO = Hash.of(new byte[] {2});

  private static BackupRecord record(Snapshot snapshot) {
    return BackupRecord.of(
            WORKSPACE,
            UUID.fromString("01900000-0000-7000-8000-000000000001"),
            Instant.parse("2026-01-02T03:04:05.006Z"),
            "0.1.0",
            new Commits(40, 67, ONE, TWO, 12_345),
            snapshot,
            ONE,
            2)
        .withNumber(3);
  }

  @Test
  void its_bytes_are_for_ever() {
    String json =
        "{\"type\":\"arco.backup\",\"format\":1,\"tenant\":\"acme\",\"workspace\":\"main\","
            + "\"number\":3,\"backupId\":\"01900000-0000-7000-8000-000000000001\","
            + "\"backedUpAt\":\"2026-01-02T03:04:05.006Z\",\"arco\":\"0.1.0\","
            + "\"journal\":{\"from\":40,\"to\":67,\"firstHash\":\""
            + ONE
            + "\",\"hash\":\""
            + TWO
            + "\",\"bytes\":12345},\"manifest\":{\"number\":9,\"hash\":\""
            + TWO
            + "\",\"files\":7,\"bytes\":4567},\"stateHash\":\""
            + ONE
            + "\",\"incarnation\":2";
    BackupRecord record = record(new Snapshot(9, TWO, 7, 4_567));
    String expected = json + ",\"seal\":\"" + Hash.of(json.getBytes(UTF_8)) + "\"}";
    assertEquals(expected, new String(record.encode(), UTF_8));
    assertEquals(record, BackupRecord.decode(WORKSPACE, 3, "r", expected.getBytes(UTF_8)));
    assertEquals(28 + 1 + 7 + 1, record.objects());
    assertEquals(12_345 + 4_567, record.bytes());
  }

  @Test
  void a_workspace_without_a_snapshot_has_one_without() {
    BackupRecord record = record(null);
    assertEquals(record, BackupRecord.decode(WORKSPACE, 3, "r", record.encode()));
    assertTrue(!new String(record.encode(), UTF_8).contains("manifest"));
  }

  @Test
  void every_flipped_bit_is_found() {
    byte[] bytes = record(new Snapshot(9, TWO, 7, 4_567)).encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Exception e =
          assertThrows(
              RuntimeException.class, () -> BackupRecord.decode(WORKSPACE, 3, "r", flipped));
      assertTrue(e instanceof CorruptObjectException || isTooNew(e), e::toString);
    }
  }

  private static boolean isTooNew(Exception e) {
    return e instanceof ProblemException known
        && known.problem().code() == ErrorCode.FORMAT_TOO_NEW;
  }

  @Test
  void one_of_another_slot_or_workspace_is_refused() {
    byte[] bytes = record(null).encode();
    assertThrows(CorruptObjectException.class, () -> BackupRecord.decode(WORKSPACE, 4, "r", bytes));
    assertThrows(
        CorruptObjectException.class,
        () -> BackupRecord.decode(Workspace.of("acme", "other"), 3, "r", bytes));
  }
}
