package io.arco.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.server.lake.LakeException;
import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of objects: bounded, shared, of one version. */
final class BucketCacheTest {
  private static final int LIMIT = 100;

  private final AtomicInteger reads = new AtomicInteger();
  private final MemoryStore objects = new MemoryStore();
  private volatile Runnable beforeRead = () -> {};

  private final DataBucket bucket =
      new DataBucket(
          "s3://lake",
          new ForwardingStore(objects) {
            @Override
            public Future<ReadOutcome> get(Key key, ByteRange range) {
              reads.incrementAndGet();
              beforeRead.run();
              return super.get(key, range);
            }
          });

  private final BucketCache cache = new BucketCache(LIMIT);
  private final BucketCache.Held held = new BucketCache.Held();

  @AfterEach
  void close() {
    cache.close();
  }

  private static Key put(ObjectStore store, String name, int bytes) {
    Key key = new Key(name);
    store.put(key, new byte[bytes], Precondition.NONE);
    return key;
  }

  /** As a query that ends at once. */
  private Path used(Key key) {
    BucketCache.Held briefly = new BucketCache.Held();
    try {
      return cache.file(bucket, key, briefly);
    } finally {
      briefly.letGo();
    }
  }

  @Test
  void anObjectIsCopiedOnceAndKeepsItsKeys() throws IOException {
    Key key = put(objects, "t/day=1/x=2/a.parquet", 10);
    Path copy = cache.file(bucket, key, held);
    assertTrue(copy.endsWith("day=1/x=2/a.parquet"), copy::toString);
    assertArrayEquals(new byte[10], Files.readAllBytes(copy));
    assertEquals(copy, cache.file(bucket, key, held));
    assertEquals(1, reads.get());
  }

  @Test
  void anObjectThatWasReplacedIsCopiedAnew() throws IOException {
    Key key = put(objects, "a", 10);
    Path first = cache.file(bucket, key, held);
    put(objects, "a", 20);
    Path second = cache.file(bucket, key, held);
    assertEquals(10, Files.size(first));
    assertEquals(20, Files.size(second));
  }

  @Test
  void thoseWhoWantItAtTheSameTimeShareOneCopy() {
    Key key = put(objects, "a", 10);
    CountDownLatch release = new CountDownLatch(1);
    beforeRead = () -> await(release);
    List<CompletableFuture<Path>> all =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> cache.file(bucket, key, held)))
            .toList();
    release.countDown();
    assertEquals(1, all.stream().map(CompletableFuture::join).distinct().count());
    assertEquals(1, reads.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasUsedLongestAgoLeavesFirst() {
    Path a = used(put(objects, "a", 40));
    Path b = used(put(objects, "b", 40));
    used(new Key("a"));
    used(put(objects, "c", 40));
    assertTrue(Files.exists(a));
    assertFalse(Files.exists(b));
    assertEquals(80, cache.bytes());
  }

  @Test
  void whatAQueryHoldsStaysAndAnotherIsRefused() {
    Path a = cache.file(bucket, put(objects, "a", 60), held);
    Key key = put(objects, "b", 60);
    LakeException failure = assertThrows(LakeException.class, () -> used(key));
    assertEquals(LakeException.Kind.TOO_LARGE, failure.kind());
    assertEquals((long) LIMIT, failure.details().get("limit"));
    assertTrue(Files.exists(a));
    held.letGo();
    assertTrue(Files.exists(used(key)));
    assertFalse(Files.exists(a));
  }

  @Test
  void whatTwoQueriesHoldStaysUntilBothLetGo() {
    Path a = cache.file(bucket, put(objects, "a", 60), held);
    BucketCache.Held other = new BucketCache.Held();
    cache.file(bucket, new Key("a"), other);
    cache.file(bucket, new Key("a"), other);
    other.letGo();
    Key key = put(objects, "b", 60);
    assertThrows(LakeException.class, () -> used(key));
    assertTrue(Files.exists(a));
    held.letGo();
    used(key);
    assertFalse(Files.exists(a));
  }

  @Test
  void aQueryThatIsOverHoldsNothingAnyMore() {
    Key key = put(objects, "a", 60);
    held.letGo();
    assertThrows(ProblemException.class, () -> cache.file(bucket, key, held));
    used(put(objects, "b", 60));
    assertEquals(60, cache.bytes());
  }

  @Test
  void anObjectLargerThanAllTheRoomIsRefusedAndPushesNothingOut() {
    Path a = used(put(objects, "a", 60));
    Key key = put(objects, "b", LIMIT + 1);
    LakeException failure = assertThrows(LakeException.class, () -> used(key));
    assertEquals(LakeException.Kind.TOO_LARGE, failure.kind());
    assertTrue(Files.exists(a));
    assertEquals(1, reads.get());
  }

  @Test
  void aDiskThatIsFullIsAClearErrorAndTakesNoRoom() throws IOException {
    Path folder = used(put(objects, "first", 1)).getParent().getParent();
    Key key = put(objects, "a", 60);
    HeadOutcome.Found found = (HeadOutcome.Found) DataBucket.await(objects.head(key));
    String id = Hash.of(("s3://lake a " + found.version()).getBytes(UTF_8)).hex();
    Path full = Files.createDirectories(folder.resolve(id)).resolve("a.part");
    Files.createSymbolicLink(full, Path.of("/dev/full"));
    ProblemException failure =
        assertThrows(ProblemException.class, () -> cache.file(bucket, key, held));
    assertEquals(ErrorCode.UNAVAILABLE, failure.problem().code());
    assertFalse(failure.problem().toString().contains("/"), failure.problem()::toString);
    assertEquals(1, cache.bytes());
    assertTrue(Files.exists(cache.file(bucket, key, held)));
    assertEquals(61, cache.bytes());
  }

  @Test
  void whoIsInterruptedSpoilsNothingForThoseWhoWaitForTheSameCopy() throws Exception {
    Key key = put(objects, "a", 10);
    CountDownLatch begun = new CountDownLatch(1);
    beforeRead =
        () -> {
          beforeRead = () -> {};
          begun.countDown();
          await(new CountDownLatch(1));
        };
    AtomicReference<Throwable> interrupted = new AtomicReference<>();
    Thread first =
        new Thread(
            () -> {
              try {
                used(key);
              } catch (RuntimeException e) {
                interrupted.set(e);
              }
            });
    first.start();
    Await.latch("the first reads", begun);
    CompletableFuture<Path> second = CompletableFuture.supplyAsync(() -> used(key));
    first.interrupt();
    assertTrue(Files.exists(second.get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS)));
    first.join();
    assertNotNull(interrupted.get());
    assertEquals(10, cache.bytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyQueriesAtOnceStayWithinTheRoomAndReadWhatTheyHold(long seed) throws Exception {
    List<Key> keys =
        IntStream.range(0, 12).mapToObj(i -> put(objects, "k" + i, 5 + 3 * i)).toList();
    Path folder = used(keys.get(0)).getParent().getParent();
    ExecutorService queries = Executors.newFixedThreadPool(4);
    AtomicInteger served = new AtomicInteger();
    List<java.util.concurrent.Future<?>> all = new ArrayList<>();
    for (int query = 0; query < 4; query++) {
      SplittableRandom random = new SplittableRandom(seed * 100 + query);
      all.add(
          queries.submit(
              () -> {
                for (int i = 0; i < 200; i++) {
                  served.addAndGet(query(keys, random));
                  assertTrue(cache.bytes() <= LIMIT, () -> "seed " + seed);
                }
                return null;
              }));
    }
    for (java.util.concurrent.Future<?> each : all) {
      each.get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    queries.shutdown();
    assertTrue(served.get() > 100, () -> served + " were served, seed " + seed);
    assertTrue(reads.get() > 12, "copies leave and come back");
    assertEquals(cache.bytes(), onDisk(folder));
  }

  /** Asks for two objects and reads them; 0 if there was no room. */
  private int query(List<Key> keys, SplittableRandom random) throws IOException {
    BucketCache.Held mine = new BucketCache.Held();
    try {
      int first = random.nextInt(keys.size());
      int second = random.nextInt(keys.size());
      Path a = cache.file(bucket, keys.get(first), mine);
      Path b = cache.file(bucket, keys.get(second), mine);
      assertEquals(5 + 3 * first, Files.readAllBytes(a).length);
      assertEquals(5 + 3 * second, Files.readAllBytes(b).length);
      return 1;
    } catch (LakeException e) {
      assertEquals(LakeException.Kind.TOO_LARGE, e.kind());
      return 0;
    } finally {
      mine.letGo();
    }
  }

  private static long onDisk(Path folder) throws IOException {
    AtomicLong bytes = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }

  @Test
  void anObjectThatChangesWhileItIsReadIsRefusedAndTakesNoRoom() {
    Key key = put(objects, "a", 60);
    beforeRead = () -> put(objects, "a", 60);
    LakeException failure = assertThrows(LakeException.class, () -> cache.file(bucket, key, held));
    assertEquals(LakeException.Kind.UNREADABLE, failure.kind());
    beforeRead = () -> {};
    assertTrue(Files.exists(cache.file(bucket, key, held)));
    assertThrows(LakeException.class, () -> cache.file(bucket, new Key("nothing"), held));
  }

  @Test
  void closingRemovesEverything() {
    Path copy = cache.file(bucket, put(objects, "t/day=1/a", 10), held);
    cache.close();
    assertFalse(Files.exists(copy.getParent().getParent().getParent()));
  }
}
