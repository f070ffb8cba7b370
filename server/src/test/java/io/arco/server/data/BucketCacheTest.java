package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Clock;
import io.arco.server.lake.LakeException;
import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies of objects: bounded, shared, of one version. */
final class BucketCacheTest {
  private static final int LIMIT = 100;

  private final AtomicInteger reads = new AtomicInteger();
  private final MemoryStore objects = new MemoryStore();
  private Runnable beforeRead = () -> {};
  private long nanos;

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

  private final BucketCache cache = new BucketCache(LIMIT, clock());

  private Clock clock() {
    return new Clock() {
      @Override
      public long wallMillis() {
        return 0;
      }

      @Override
      public long nanoTime() {
        return nanos;
      }
    };
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private static Key put(ObjectStore store, String name, int bytes) {
    Key key = new Key(name);
    store.put(key, new byte[bytes], Precondition.NONE);
    return key;
  }

  private void passTime() {
    nanos += (BucketCache.KEEP_MILLIS + 1) * 1_000_000;
  }

  @Test
  void anObjectIsCopiedOnceAndKeepsItsKeys() throws IOException {
    Key key = put(objects, "t/day=1/x=2/a.parquet", 10);
    Path copy = cache.file(bucket, key);
    assertTrue(copy.endsWith("day=1/x=2/a.parquet"), copy::toString);
    assertArrayEquals(new byte[10], Files.readAllBytes(copy));
    assertEquals(copy, cache.file(bucket, key));
    assertEquals(1, reads.get());
  }

  @Test
  void anObjectThatWasReplacedIsCopiedAnew() throws IOException {
    Key key = put(objects, "a", 10);
    Path first = cache.file(bucket, key);
    put(objects, "a", 20);
    Path second = cache.file(bucket, key);
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
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> cache.file(bucket, key)))
            .toList();
    release.countDown();
    assertEquals(1, all.stream().map(CompletableFuture::join).distinct().count());
    assertEquals(1, reads.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasUsedLongestAgoLeavesFirst() {
    Path a = cache.file(bucket, put(objects, "a", 40));
    Path b = cache.file(bucket, put(objects, "b", 40));
    cache.file(bucket, new Key("a"));
    passTime();
    cache.file(bucket, put(objects, "c", 40));
    assertTrue(Files.exists(a));
    assertFalse(Files.exists(b));
  }

  @Test
  void whatQueriesMayStillReadStaysAndAnotherIsRefused() {
    Path a = cache.file(bucket, put(objects, "a", 60));
    Key key = put(objects, "b", 60);
    LakeException failure = assertThrows(LakeException.class, () -> cache.file(bucket, key));
    assertEquals(LakeException.Kind.TOO_LARGE, failure.kind());
    assertTrue(Files.exists(a));
    passTime();
    assertTrue(Files.exists(cache.file(bucket, key)));
    assertFalse(Files.exists(a));
  }

  @Test
  void anObjectThatChangesWhileItIsReadIsRefusedAndTakesNoRoom() {
    Key key = put(objects, "a", 60);
    beforeRead = () -> put(objects, "a", 60);
    LakeException failure = assertThrows(LakeException.class, () -> cache.file(bucket, key));
    assertEquals(LakeException.Kind.UNREADABLE, failure.kind());
    beforeRead = () -> {};
    assertTrue(Files.exists(cache.file(bucket, key)));
    assertThrows(LakeException.class, () -> cache.file(bucket, new Key("nothing")));
  }

  @Test
  void closingRemovesEverything() {
    Path copy = cache.file(bucket, put(objects, "t/day=1/a", 10));
    cache.close();
    assertFalse(Files.exists(copy.getParent().getParent().getParent()));
  }
}
