package io.arco.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream owes its reader, whatever it streams. */
final class PacedStreamTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> heard = new ArrayList<>();
  private final Letters stream = new Letters();

  /** Streams what it is given, and hands it over when asked. */
  private final class Letters extends PacedStream {
    private final Queue<String> ready = new ArrayDeque<>(List.of("a", "b", "c"));
    private int closed;
    private boolean isAll;

    Letters() {
      super(loop);
    }

    @Override
    protected void advance() {
      while (isWanted() && !ready.isEmpty()) {
        hand(Buffer.buffer(ready.remove()));
      }
      if (isAll && ready.isEmpty()) {
        finish();
      }
    }

    @Override
    protected void closed() {
      closed++;
    }
  }

  @BeforeEach
  void listen() {
    run(
        () ->
            stream
                .exceptionHandler(failure -> heard.add("failed"))
                .endHandler(ignored -> heard.add("end")));
  }

  @AfterEach
  void close() {
    Await.value(vertx.close());
  }

  /** Does it on the loop; when this returns, what it led to there is done too. */
  private <T> T run(Callable<T> call) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(
        ignored -> {
          try {
            T value = call.call();
            loop.runOnContext(later -> loop.runOnContext(last -> done.complete(value)));
          } catch (Exception e) {
            done.fail(e);
          }
        });
    return Await.value(done.future());
  }

  private PacedStream read() {
    return stream.handler(piece -> heard.add(piece.toString()));
  }

  @Test
  void allOfItComesUnaskedToWhoDoesNotPause() {
    stream.isAll = true;
    run(this::read);
    assertEquals(List.of("a", "b", "c", "end"), heard);
    assertEquals(1, stream.closed);
  }

  @Test
  void nothingComesBeforeThereIsAHandler() {
    stream.isAll = true;
    run(stream::resume);
    assertEquals(List.of(), heard);
  }

  @Test
  void asManyComeAsAreFetched() {
    run(() -> stream.pause());
    run(this::read);
    assertEquals(List.of(), heard);
    run(() -> stream.fetch(0));
    assertEquals(List.of(), heard);
    run(() -> stream.fetch(1));
    assertEquals(List.of("a"), heard);
    run(() -> stream.fetch(1).fetch(1));
    assertEquals(List.of("a", "b", "c"), heard);
  }

  @Test
  void whatIsFetchedAddsUpToAllAtTheMost() {
    run(() -> stream.pause().fetch(1).fetch(Long.MAX_VALUE).fetch(Long.MAX_VALUE));
    run(this::read);
    assertEquals(List.of("a", "b", "c"), heard);
    assertThrows(IllegalArgumentException.class, () -> stream.fetch(-1));
  }

  @Test
  void aReaderWhoPausesAtAPieceGetsNoOther() {
    run(
        () ->
            stream.handler(
                piece -> {
                  heard.add(piece.toString());
                  stream.pause();
                }));
    assertEquals(List.of("a"), heard);
    run(() -> stream.fetch(1));
    assertEquals(List.of("a", "b"), heard);
  }

  @Test
  void handingOverWhatNobodyWantsIsRefused() {
    run(this::read);
    run(() -> stream.pause());
    run(
        () ->
            assertThrows(
                IllegalStateException.class, () -> stream.hand(Buffer.buffer("unwanted"))));
    assertEquals(List.of("a", "b", "c"), heard);
  }

  @Test
  void whoTakesHisHandlerAwayHasLeft() {
    run(this::read);
    stream.ready.add("d");
    run(() -> stream.handler(null).resume());
    assertEquals(1, stream.closed);
    run(this::read);
    assertEquals(List.of("a", "b", "c"), heard);
  }

  @Test
  void itEndsOnce() {
    run(this::read);
    run(
        () -> {
          stream.finish();
          stream.fail(new IllegalStateException());
          stream.finish();
          stream.abandon();
          return stream.resume();
        });
    assertEquals(List.of("a", "b", "c", "end"), heard);
    assertEquals(1, stream.closed);
  }

  @Test
  void itFailsOnce() {
    run(this::read);
    run(
        () -> {
          stream.fail(new IllegalStateException());
          stream.fail(new IllegalStateException());
          stream.finish();
          return stream.resume();
        });
    assertEquals(List.of("a", "b", "c", "failed"), heard);
    assertEquals(1, stream.closed);
  }

  @Test
  void whatIsAbandonedSaysNothingMore() {
    run(
        () -> {
          stream.abandon();
          stream.finish();
          stream.fail(new IllegalStateException());
          return read();
        });
    assertEquals(List.of(), heard);
    assertEquals(1, stream.closed);
  }

  /** A server that goes down ends streams whose answer has not begun. */
  @Test
  void anEndBeforeThereIsAHandlerIsToldOnceThereIsOne() {
    run(
        () -> {
          stream.finish();
          return stream;
        });
    assertEquals(List.of(), heard);
    run(this::read);
    assertEquals(List.of("end"), heard);
  }
}
