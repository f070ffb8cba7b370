package io.arco.server.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An object in ranges, at the pace of its reader. */
final class FileStreamTest {
  private static final Key KEY = new Key("a");
  private static final int SIZE = 5 * FileStream.CHUNK_BYTES + 17;

  private final byte[] bytes = new byte[SIZE];
  private final MemoryStore memory = new MemoryStore();
  private final AtomicInteger reads = new AtomicInteger();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OpenStreams streams = new OpenStreams(2, registry);
  private volatile int failingRead = Integer.MAX_VALUE;
  private Vertx vertx;
  private Context loop;

  private final ForwardingStore store =
      new ForwardingStore(memory) {
        @Override
        public Future<ReadOutcome> get(Key key, ByteRange range) {
          return reads.incrementAndGet() >= failingRead
              ? Future.failedFuture(new StoreException(StoreException.Kind.TRANSIENT, "down", null))
              : super.get(key, range);
        }
      };

  @BeforeEach
  void fill() {
    new Random(4).nextBytes(bytes);
    Await.value(memory.put(KEY, bytes, Precondition.NONE));
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
  }

  @AfterEach
  void close() {
    Await.value(vertx.close());
  }

  private FileStream stream(ByteRange range) {
    ByteRange first = FileStream.firstOf(range);
    Buffer begins =
        Buffer.buffer(
            Arrays.copyOfRange(
                bytes, (int) first.offset(), (int) (first.offset() + first.length())));
    return new FileStream(loop, store, KEY, range, begins, streams);
  }

  private Future<Buffer> collected(FileStream stream) {
    Promise<Buffer> end = Promise.promise();
    Buffer all = Buffer.buffer();
    stream.exceptionHandler(end::tryFail).endHandler(ignored -> end.complete(all));
    stream.handler(all::appendBuffer);
    return end.future();
  }

  @Test
  void allBytesOfARangeComeInOrderAndNoOthers() {
    ByteRange range = new ByteRange(3, SIZE - 10);
    Buffer all = Await.value(collected(stream(range)));
    assertArrayEquals(Arrays.copyOfRange(bytes, 3, SIZE - 7), all.getBytes());
    assertEquals(5, reads.get());
    assertEquals(SIZE - 10, registry.get("arco.files.sent.bytes").counter().count());
  }

  @Test
  void nothingIsReadThatNobodyWaitsFor() {
    AtomicInteger taken = new AtomicInteger();
    FileStream stream = stream(new ByteRange(0, SIZE));
    stream.pause();
    stream.handler(chunk -> taken.incrementAndGet());
    for (int wanted = 1; wanted <= 3; wanted++) {
      int now = wanted;
      stream.fetch(1);
      Await.until("it is taken", () -> taken.get() == now);
      settle();
      assertEquals(now - 1, reads.get(), "the first chunk was at hand");
    }
  }

  /** Whatever was to be done on the loop is done. */
  private void settle() {
    for (int i = 0; i < 10; i++) {
      Promise<Void> turn = Promise.promise();
      loop.runOnContext(ignored -> turn.complete());
      Await.value(turn.future());
    }
  }

  @Test
  void aStoreThatFailsInTheMidstFailsTheStream() {
    failingRead = 3;
    assertInstanceOf(
        StoreException.class, Await.failure(collected(stream(new ByteRange(0, SIZE)))));
    assertEquals(3, reads.get());
  }

  @Test
  void anObjectThatShrinksFailsTheStream() {
    FileStream stream = stream(new ByteRange(0, SIZE));
    Await.value(memory.delete(KEY));
    Await.value(
        memory.put(KEY, Arrays.copyOf(bytes, FileStream.CHUNK_BYTES + 1), Precondition.ABSENT));
    assertInstanceOf(StoreException.class, Await.failure(collected(stream)));
  }

  @Test
  void soManyAreOpenAtOnceAndNoMore() {
    Runnable first = streams.enter();
    streams.enter();
    ProblemException refused = assertThrows(ProblemException.class, streams::enter);
    assertEquals(ErrorCode.OVERLOADED, refused.problem().code());
    first.run();
    first.run();
    streams.enter();
    assertThrows(ProblemException.class, streams::enter);
    assertEquals(2, registry.get("arco.files.streams").gauge().value());
  }
}
