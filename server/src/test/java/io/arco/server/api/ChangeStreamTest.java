package io.arco.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.ledger.CommitPage;
import io.arco.ledger.Domains;
import io.arco.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The intervals and the end of a stream of changes. */
final class ChangeStreamTest {
  private static final ChangeStream.Pace FAST = new ChangeStream.Pace(5, 10);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    Await.value(vertx.close());
  }

  @Test
  void whatHasNothingToSaySaysSoAgainAndAgain() {
    ChangeStream stream = stream(Future.succeededFuture(new CommitPage(List.of(), 0)));
    begin(stream);
    Await.until("it is heard", () -> heard.size() >= 3 && asked.get() >= 3);
    assertEquals(List.of(":\n\n"), heard.stream().distinct().toList());
    assertEquals(1, open.get());
    loop.runOnContext(ignored -> stream.handler(null));
    Await.until("it is closed", () -> open.get() == 0);
  }

  @Test
  void nothingIsSaidToWhoDoesNotListen() {
    ChangeStream stream = stream(Future.succeededFuture(new CommitPage(List.of(), 0)));
    stream.pause();
    begin(stream);
    Await.until("it asks", () -> asked.get() >= 5);
    assertEquals(List.of(), heard);
    loop.runOnContext(ignored -> stream.resume());
    Await.until("it is heard", () -> !heard.isEmpty());
  }

  @Test
  void whatCantBeReadEndsIt() {
    AtomicInteger ends = new AtomicInteger();
    ChangeStream stream = stream(Future.failedFuture(new IllegalStateException("broken")));
    stream.endHandler(ignored -> ends.incrementAndGet());
    begin(stream);
    Await.until("it has ended", () -> ends.get() == 1);
    assertEquals(0, open.get());
    assertEquals(1, asked.get());
  }

  private void begin(ChangeStream stream) {
    loop.runOnContext(ignored -> stream.handler(buffer -> heard.add(buffer.toString())));
  }

  private ChangeStream stream(Future<CommitPage> answer) {
    return new ChangeStream(
        loop,
        new Domains(List.of()),
        after -> {
          asked.incrementAndGet();
          return answer;
        },
        0,
        FAST,
        open::addAndGet);
  }
}
