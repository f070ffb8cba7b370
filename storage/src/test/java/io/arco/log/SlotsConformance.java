package io.arco.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.PutOutcome;
import io.arco.store.PutOutcome.PreconditionFailed;
import io.arco.store.PutOutcome.Written;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Slots} promises. A test of slots extends this and says how to reach the log of
 * a workspace; each test of the suite uses workspaces of its own.
 */
public abstract class SlotsConformance {
  private static final int LARGE_BYTES = 4 * 1024 * 1024;
  private static final int WRITERS = 16;

  /**
   * The slots of a workspace as one more server reaches them: what one instance has seen, another
   * has not.
   */
  protected abstract Slots open(Workspace workspace);

  /** A workspace that no other test uses. */
  protected Workspace workspace(String name) {
    return Workspace.of(
        "conformance", name + "-" + Integer.toHexString(System.identityHashCode(this)));
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    Slots slots = open(workspace("read"));
    written(slots, 1, "one");
    written(slots, 2, "");
    assertArrayEquals("one".getBytes(UTF_8), read(slots, 1).orElseThrow());
    assertArrayEquals(new byte[0], read(slots, 2).orElseThrow());
  }

  @Test
  void whatWasNeverWrittenIsAbsent() {
    Slots slots = open(workspace("absent"));
    assertTrue(read(slots, 1).isEmpty());
    written(slots, 1, "one");
    assertTrue(read(slots, 2).isEmpty());
    assertTrue(read(slots, 17).isEmpty());
    assertTrue(read(slots, Long.MAX_VALUE).isEmpty());
  }

  @Test
  void theSecondPutOfASlotLosesAndChangesNothing() {
    Workspace workspace = workspace("second");
    Slots slots = open(workspace);
    written(slots, 1, "first");
    for (Slots each : List.of(slots, open(workspace))) {
      assertInstanceOf(PreconditionFailed.class, put(each, 1, "second"));
      assertInstanceOf(PreconditionFailed.class, put(each, 1, "first"));
      assertArrayEquals("first".getBytes(UTF_8), read(each, 1).orElseThrow());
    }
  }

  @Test
  void ofManyWritersOfASlotOneWins() {
    Workspace workspace = workspace("race");
    List<Slots> servers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      servers.add(open(workspace));
    }
    for (long n = 1; n <= 20; n++) {
      List<Future<PutOutcome>> puts = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        puts.add(servers.get(i).putIfAbsent(n, ("writer " + i).getBytes(UTF_8)));
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        PutOutcome outcome = Await.value(puts.get(i));
        assertTrue(
            outcome instanceof Written || outcome instanceof PreconditionFailed, "" + outcome);
        if (outcome instanceof Written) {
          winners.add(i);
        }
      }
      assertEquals(1, winners.size(), "winners of " + n + ": " + winners);
      byte[] expected = ("writer " + winners.get(0)).getBytes(UTF_8);
      for (Slots server : servers) {
        assertArrayEquals(expected, read(server, n).orElseThrow());
      }
    }
  }

  @Test
  void whatWasAnsweredIsReadByEveryServerAtOnce() {
    Workspace workspace = workspace("visible");
    Slots one = open(workspace);
    Slots two = open(workspace);
    for (long n = 1; n <= 50; n++) {
      Slots writer = n % 2 == 0 ? one : two;
      Slots reader = n % 2 == 0 ? two : one;
      written(writer, n, "entry " + n);
      assertArrayEquals(("entry " + n).getBytes(UTF_8), read(reader, n).orElseThrow());
    }
  }

  @Test
  void bytesAreKeptAsTheyAreWhateverTheyAre() {
    Seeds seeds = Seeds.of("SlotsConformance.bytes");
    Workspace workspace = workspace("bytes");
    Slots slots = open(workspace);
    List<byte[]> entries = new ArrayList<>();
    for (int length : new int[] {0, 1, 255, 8_191, 100_000, LARGE_BYTES, LARGE_BYTES + 1}) {
      entries.add(seeds.bytes(length));
    }
    byte[] zeros = new byte[10_000];
    entries.add(zeros);
    entries.add("\u0000'\\x41\"; -- \r\n \ud83d\ude00".getBytes(UTF_8));
    for (int i = 0; i < entries.size(); i++) {
      byte[] copy = entries.get(i).clone();
      assertInstanceOf(Written.class, Await.value(slots.putIfAbsent(i + 1, copy)));
    }
    Slots other = open(workspace);
    for (int i = 0; i < entries.size(); i++) {
      assertTrue(Arrays.equals(entries.get(i), read(other, i + 1).orElseThrow()), "entry " + i);
    }
  }

  @Test
  void aTailReadsADenseLogInOrderToItsEnd() {
    Workspace workspace = workspace("dense");
    Slots writer = open(workspace);
    for (long n = 1; n <= 100; n++) {
      written(writer, n, "entry " + n);
    }
    Slots reader = open(workspace);
    List<Future<Optional<byte[]>>> ahead = new ArrayList<>();
    for (long n = 1; n <= 120; n++) {
      ahead.add(reader.get(n));
    }
    for (int i = 0; i < 120; i++) {
      Optional<byte[]> entry = Await.value(ahead.get(i));
      assertEquals(i < 100, entry.isPresent(), "entry " + (i + 1));
      int n = i + 1;
      entry.ifPresent(bytes -> assertArrayEquals(("entry " + n).getBytes(UTF_8), bytes));
    }
  }

  @Test
  void workspacesAndTenantsShareNothing() {
    Workspace own = workspace("own");
    List<Workspace> others =
        List.of(
            workspace("own2"),
            Workspace.of("conformance2", own.name()),
            Workspace.of(own.name(), "conformance"));
    Slots slots = open(own);
    written(slots, 1, "own");
    for (Workspace other : others) {
      assertTrue(read(open(other), 1).isEmpty(), other::toString);
      written(open(other), 1, other.toString());
    }
    assertArrayEquals("own".getBytes(UTF_8), read(slots, 1).orElseThrow());
    for (Workspace other : others) {
      assertArrayEquals(other.toString().getBytes(UTF_8), read(open(other), 1).orElseThrow());
    }
  }

  @Test
  void namesForMessagesShowNeitherTenantNorWorkspace() {
    Workspace workspace = Workspace.of("secret-tenant", "secret-workspace");
    String name = open(workspace).nameOf(7);
    assertEquals("journal/00000000000000000007.json", name);
  }

  private static PutOutcome put(Slots slots, long n, String text) {
    return Await.value(slots.putIfAbsent(n, text.getBytes(UTF_8)));
  }

  private static void written(Slots slots, long n, String text) {
    assertInstanceOf(Written.class, put(slots, n, text));
  }

  private static Optional<byte[]> read(Slots slots, long n) {
    return Await.value(slots.get(n));
  }
}
