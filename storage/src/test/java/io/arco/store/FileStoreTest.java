package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.runtime.Workers;
import io.arco.store.StoreException.Kind;
import io.arco.testing.Await;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreConformance {
  private static final ThreadWorkers WORKERS = new ThreadWorkers("file-store-test", 8, 4096);

  @TempDir Path directory;

  @AfterAll
  static void closeWorkers() {
    WORKERS.close();
  }

  @Override
  protected ObjectStore open() {
    return FileStore.open(directory.resolve("a/root"), WORKERS, Clock.system());
  }

  private Path root() {
    return directory.resolve("a/root");
  }

  @Test
  void nothingButAWriteMakesTheDirectory() {
    assertMissing("a");
    assertEquals(List.of(), listed(Prefix.ROOT));
    Await.value(store.delete(key("a/b")));
    assertFalse(Files.exists(root()));
    written(put("a", "x", Precondition.ABSENT));
    assertTrue(Files.isDirectory(root()));
  }

  @Test
  void anObjectIsAFileAtItsLocalPath() throws IOException {
    written(put("tables/a=1/x.parquet", "bytes", Precondition.ABSENT));
    Path path = ((FileStore) store).localPath(key("tables/a=1/x.parquet"));
    assertEquals(root().resolve("tables/a=1/x.parquet"), path);
    assertEquals("bytes", Files.readString(path));
  }

  @Test
  void namesBeyondAsciiDoNotDependOnTheLocale() {
    written(put("é/ü", "x", Precondition.ABSENT));
    assertEquals(root().resolve("%C3%A9/%C3%BC"), ((FileStore) store).localPath(key("é/ü")));
    assertEquals("x", read("é/ü"));
  }

  @Test
  void nothingStaysInThePrivateFolderNorIsListed() throws IOException {
    written(put("a", "1", Precondition.ABSENT));
    assertInstanceOf(PutOutcome.PreconditionFailed.class, put("a", "2", Precondition.ABSENT));
    written(put("a", "3", Precondition.NONE));
    assertEquals(List.of(), children(root().resolve("%store/tmp")));
    Files.writeString(root().resolve("%store/tmp/left"), "of a killed process");
    assertEquals(List.of("a"), listed(Prefix.ROOT));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAnHourLater() throws IOException {
    written(put("a", "1", Precondition.ABSENT));
    Await.value(store.close());
    Path old = Files.writeString(root().resolve("%store/tmp/old"), "x");
    Path young = Files.writeString(root().resolve("%store/tmp/young"), "x");
    long now = System.currentTimeMillis();
    Files.setLastModifiedTime(old, FileTime.fromMillis(now - FileChanges.ABANDONED_MILLIS - 1000));
    Files.setLastModifiedTime(
        young, FileTime.fromMillis(now - FileChanges.ABANDONED_MILLIS + 60_000));
    store = open();
    written(put("b", "2", Precondition.ABSENT));
    assertEquals(List.of("young"), children(root().resolve("%store/tmp")));
  }

  @Test
  void aLinkOutOfTheStoreIsNotFollowed() throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    written(put("in/a", "x", Precondition.ABSENT));
    Files.createSymbolicLink(root().resolve("in/file"), outside.resolve("secret"));
    Files.createSymbolicLink(root().resolve("in/folder"), outside);
    for (String key : List.of("in/file", "in/folder/secret")) {
      assertRefused(store.get(key(key)));
      assertRefused(store.get(key(key), new ByteRange(0, 1)));
      assertRefused(store.head(key(key)));
      assertRefused(store.delete(key(key)));
      assertRefused(store.put(key(key), bytes("x"), Precondition.NONE));
    }
    assertRefused(store.put(key("in/folder/new"), bytes("x"), Precondition.ABSENT));
    assertRefused(store.put(key("in/folder/deep/new"), bytes("x"), Precondition.ABSENT));
    assertRefused(store.list(new Prefix("in/folder/"), null, 10));
    assertEquals(List.of("in/a"), listed(Prefix.ROOT));
    assertEquals(List.of("secret"), children(outside));
    assertEquals("secret", Files.readString(outside.resolve("secret")));
  }

  @Test
  void aFolderThatBecomesALinkIsNotFollowedEither() throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    written(put("in/a", "x", Precondition.ABSENT));
    Files.move(root().resolve("in"), root().resolve("moved"));
    Files.createSymbolicLink(root().resolve("in"), outside);
    assertRefused(store.put(key("in/b"), bytes("x"), Precondition.ABSENT));
    assertRefused(store.put(key("in/b"), bytes("x"), Precondition.NONE));
    assertEquals(List.of(), children(outside));
  }

  @Test
  void aKeyThatIsAFolderOrBelowAnObjectIsRefused() {
    written(put("a/b/c", "x", Precondition.ABSENT));
    assertRefused(store.put(key("a/b"), bytes("x"), Precondition.ABSENT));
    assertRefused(store.put(key("a/b"), bytes("x"), Precondition.NONE));
    assertRefused(store.put(key("a/b/c/d"), bytes("x"), Precondition.ABSENT));
    assertRefused(store.put(key("a/b/c/d/e"), bytes("x"), Precondition.NONE));
    assertEquals(List.of("a/b/c"), listed(Prefix.ROOT));
  }

  @Test
  void aNameNoFileCanHaveIsRefused() {
    Key accents = key("é".repeat(100));
    assertRefused(store.put(accents, bytes("x"), Precondition.ABSENT));
    assertRefused(store.get(accents));
    assertRefused(store.head(accents));
    assertRefused(store.delete(accents));
  }

  @Test
  void foreignFilesAreNoObjects() throws IOException {
    written(put("a", "x", Precondition.ABSENT));
    Files.writeString(root().resolve("b%"), "x");
    Files.writeString(root().resolve("%61"), "an encoded a");
    Files.writeString(root().resolve("%c3%a9"), "in lower case");
    Files.writeString(root().resolve("back\\slash"), "x");
    assertEquals(List.of("a"), listed(Prefix.ROOT));
  }

  @Test
  void aDirectoryRemovedFromUnderTheStoreIsMadeAgain() throws IOException {
    written(put("a/b", "1", Precondition.ABSENT));
    Files.delete(root().resolve("a/b"));
    Files.delete(root().resolve("a"));
    assertInstanceOf(PutOutcome.Unknown.class, put("a/b", "2", Precondition.ABSENT));
    written(put("a/b", "2", Precondition.ABSENT));
  }

  @Test
  void theRootMayItselfBeALink() throws IOException {
    Path real = Files.createDirectories(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    FileStore linked = FileStore.open(link, WORKERS, Clock.system());
    written(Await.value(linked.put(key("a"), bytes("x"), Precondition.ABSENT)));
    FileStore direct = FileStore.open(real, WORKERS, Clock.system());
    written(Await.value(direct.put(key("a"), bytes("y"), Precondition.NONE)));
    assertEquals(1, Await.value(linked.list(Prefix.ROOT, null, 10)).entries().size());
    Await.value(linked.close());
    Await.value(direct.close());
  }

  @Test
  void aWallClockSetBackRepeatsNoVersion() {
    VirtualTime time = new VirtualTime();
    FileStore first = FileStore.open(root(), WORKERS, time.clock());
    Version before = written(Await.value(first.put(key("a"), bytes("x"), Precondition.NONE)));
    Await.value(first.close());
    time.jumpWall(-1_000_000);
    FileStore second = FileStore.open(root(), WORKERS, time.clock());
    Version after = written(Await.value(second.put(key("a"), bytes("y"), Precondition.NONE)));
    Await.value(second.close());
    assertTrue(stamp(after) > stamp(before), before + " then " + after);
  }

  @Test
  void manyStoresOfOneProcessOnOneDirectoryTakeTurns() {
    List<ObjectStore> stores = Stream.generate(this::open).limit(4).toList();
    written(put("n", "0", Precondition.ABSENT));
    for (int i = 1; i <= 25; i++) {
      Version version = ((HeadOutcome.Found) Await.value(store.head(key("n")))).version();
      byte[] next = bytes(Integer.toString(i));
      List<Future<PutOutcome>> puts =
          stores.stream()
              .map(each -> each.put(key("n"), next, new Precondition.Matches(version)))
              .toList();
      assertEquals(
          1, puts.stream().map(Await::value).filter(PutOutcome.Written.class::isInstance).count());
    }
    stores.forEach(each -> Await.value(each.close()));
  }

  @Test
  void aFullQueueIsUnknownToAPutAndTransientToARead() {
    Workers full =
        new Workers() {
          @Override
          public <T> Future<T> call(Callable<T> task) {
            return Future.failedFuture(new RejectedExecutionException("full"));
          }
        };
    FileStore busy = FileStore.open(root(), full, Clock.system());
    assertInstanceOf(
        PutOutcome.Unknown.class, Await.value(busy.put(key("a"), bytes("x"), Precondition.ABSENT)));
    StoreException failure =
        assertInstanceOf(StoreException.class, Await.failure(busy.get(key("a"))));
    assertEquals(Kind.TRANSIENT, failure.kind());
    Await.value(busy.close());
  }

  @Test
  void closingWaitsForWhatRuns() {
    byte[] large = new byte[8 * 1024 * 1024];
    Future<PutOutcome> put = store.put(key("large"), large, Precondition.ABSENT);
    Await.value(store.close());
    written(put.result());
    store = open();
    assertArrayEquals(large, ((ReadOutcome.Found) Await.value(store.get(key("large")))).bytes());
  }

  private static long stamp(Version version) {
    return Long.parseLong(version.token().substring(0, version.token().indexOf('-')), 16);
  }

  private static void assertRefused(Future<?> call) {
    StoreException failure = assertInstanceOf(StoreException.class, Await.failure(call));
    assertEquals(Kind.PERMANENT, failure.kind(), failure.getMessage());
  }

  private static List<String> children(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
