package io.arco.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.snapshot.ShardFile;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.RowKey;
import io.arco.testing.Await;
import io.arco.testing.RecordingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopiedFilesTest {
  private static final Workspace WORKSPACE = Workspace.of("default", "default");
  private static final int FILE_BYTES = 100;
  private static final long MAX_BYTES = 2 * FILE_BYTES;

  private final AtomicLong nanos = new AtomicLong();
  private final RecordingStore store = new RecordingStore(new MemoryStore());
  private final ThreadWorkers workers = new ThreadWorkers("copies", 2, 100);
  private final CopiedFiles files = new CopiedFiles(store, workers, new Hands(nanos), MAX_BYTES);

  private record Hands(AtomicLong nanos) implements Clock {
    @Override
    public long wallMillis() {
      return nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }
  }

  @AfterEach
  void close() {
    Await.value(files.close());
    workers.close();
  }

  @Test
  void aFileIsCopiedOnceAndIsTheStoresBytes() throws IOException {
    Path copy = Await.value(files.path(WORKSPACE, file(1)));
    assertArrayEquals(content(1), Files.readAllBytes(copy));
    assertEquals(copy, Await.value(files.path(WORKSPACE, file(1))));
    assertEquals(1, store.counts().gets());
  }

  @Test
  void beyondTheBoundTheCopyNotUsedForTheLongestGoesAndComesBackToTheSamePath() {
    Path one = Await.value(files.path(WORKSPACE, file(1)));
    Path two = Await.value(files.path(WORKSPACE, file(2)));
    later(CopiedFiles.KEEP_MILLIS);
    assertEquals(two, Await.value(files.path(WORKSPACE, file(2))));
    Path three = Await.value(files.path(WORKSPACE, file(3)));
    Await.until("the oldest copy is gone", () -> !Files.exists(one));
    assertTrue(Files.exists(two) && Files.exists(three));
    later(CopiedFiles.KEEP_MILLIS);
    assertEquals(one, Await.value(files.path(WORKSPACE, file(1))));
    assertTrue(Files.exists(one));
  }

  @Test
  void withinTheBoundNothingGoesHoweverOld() {
    Path one = Await.value(files.path(WORKSPACE, file(1)));
    later(100 * CopiedFiles.KEEP_MILLIS);
    Await.value(files.path(WORKSPACE, file(2)));
    assertEquals(one, Await.value(files.path(WORKSPACE, file(1))));
    assertEquals(2, store.counts().gets());
  }

  @Test
  void whatWasUsedLatelyStaysEvenBeyondTheBound() {
    for (int i = 1; i <= 4; i++) {
      Await.value(files.path(WORKSPACE, file(i)));
    }
    for (int i = 1; i <= 4; i++) {
      assertTrue(Files.exists(Await.value(files.path(WORKSPACE, file(i)))));
    }
    assertEquals(4, store.counts().gets());
  }

  @Test
  void bytesThatAreNotThoseOfTheManifestAreNeverHandedOut() {
    ShardFile right = file(1);
    ShardFile other =
        new ShardFile(
            right.path(), 1, FILE_BYTES, 1, Hash.of(content(2)), RowKey.of("a"), RowKey.of("b"));
    assertInstanceOf(CorruptObjectException.class, Await.failure(files.path(WORKSPACE, other)));
    assertArrayEquals(content(1), bytes(Await.value(files.path(WORKSPACE, right))));
  }

  private void later(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  private ShardFile file(int i) {
    String path = "tables/catalog/tables/" + i + ".parquet";
    Await.value(store.put(new WorkspaceKeys(WORKSPACE).file(path), content(i), Precondition.NONE));
    return new ShardFile(
        path, i, FILE_BYTES, 1, Hash.of(content(i)), RowKey.of("a"), RowKey.of("b"));
  }

  private static byte[] content(int i) {
    return "%0100d".formatted(i).getBytes(UTF_8);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
