package io.arco.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.snapshot.ShardFile;
import io.arco.store.FileStore;
import io.arco.store.Precondition;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.RowKey;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are handed to the engine only once they are known to be what their manifest says. */
final class DirectFilesTest {
  private static final Workspace WORKSPACE = Workspace.of("acme", "main");

  @TempDir Path directory;
  private final ThreadWorkers workers = new ThreadWorkers("test-work", 2, 100);
  private final byte[] bytes = "not Parquet, which nobody looks at here".getBytes(UTF_8);
  private final ShardFile file =
      new ShardFile(
          "tables/a/b/000001-00000000000000000001-0123456789abcdef.parquet",
          1,
          bytes.length,
          1,
          Hash.of(bytes),
          RowKey.of("a"),
          RowKey.of("a"));
  private FileStore store;
  private DirectFiles files;
  private Path path;

  @BeforeEach
  void write() {
    store = FileStore.open(directory, workers, Clock.system());
    files = new DirectFiles(store, workers);
    var key = new WorkspaceKeys(WORKSPACE).file(file.path());
    Await.value(store.put(key, bytes, Precondition.ABSENT));
    path = store.localPath(key);
  }

  @AfterEach
  void close() {
    Await.value(store.close());
    workers.close();
  }

  @Test
  void aSoundFileIsReadWhereItIs() {
    assertEquals(path, Await.value(files.path(WORKSPACE, file)));
  }

  @Test
  void aFileIsCheckedOnce() throws IOException {
    Future<Path> first = files.path(WORKSPACE, file);
    Await.value(first);
    Files.delete(path);
    assertSame(first, files.path(WORKSPACE, file));
  }

  @Test
  void aFlippedByteIsFoundAndTheFileIsLookedAtAgainNextTime() throws IOException {
    byte[] flipped = bytes.clone();
    flipped[3] ^= 1;
    Files.write(path, flipped);
    assertCorrupt();
    Files.write(path, bytes);
    assertEquals(path, Await.value(files.path(WORKSPACE, file)));
  }

  @Test
  void aTornFileIsFound() throws IOException {
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertCorrupt();
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    Files.delete(path);
    assertCorrupt();
  }

  private void assertCorrupt() {
    CorruptObjectException e =
        assertInstanceOf(CorruptObjectException.class, Await.failure(files.path(WORKSPACE, file)));
    assertEquals(file.path(), e.object());
  }
}
