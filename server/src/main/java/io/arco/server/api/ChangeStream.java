package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Commit;
import io.arco.json.Json;
import io.arco.ledger.CommitPage;
import io.arco.ledger.Domains;
import io.arco.server.stream.PacedStream;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/**
 * Commits as server-sent events: one event each, its id the sequence, so that a client that comes
 * back with the last id it saw misses none and sees none twice. It never ends by itself, except
 * where commits can't be read: then the client is to come back. Reads ahead by one page, which
 * waits where the client does not take it.
 */
final class ChangeStream extends PacedStream {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final Domains domains;
  private final LongFunction<Future<CommitPage>> source;
  private final Pace pace;
  private final IntConsumer count;
  private final ArrayDeque<Commit> ready = new ArrayDeque<>();
  private long read;
  private boolean begun;
  private boolean said;
  private long poll = -1;
  private long heartbeat = -1;

  /**
   * How often a stream does what it does.
   *
   * @param pollMillis asks whether there are more
   * @param heartbeatMillis says that there is nothing to say
   */
  record Pace(long pollMillis, long heartbeatMillis) {
    /** That of the API. */
    static final Pace DEFAULT = new Pace(ApiLimits.CHANGE_POLL_MILLIS, ApiLimits.HEARTBEAT_MILLIS);
  }

  /**
   * A stream that begins when it gets a handler.
   *
   * @param source commits behind a sequence; none if there are none yet
   * @param after the commit that the client has seen
   * @param pace its intervals
   * @param count is told 1 when it begins, and −1 when it has ended
   */
  ChangeStream(
      Context loop,
      Domains domains,
      LongFunction<Future<CommitPage>> source,
      long after,
      Pace pace,
      IntConsumer count) {
    super(loop);
    this.domains = domains;
    this.source = source;
    this.read = after;
    this.pace = pace;
    this.count = count;
  }

  /** Ends it, once; what was read and not handed out is dropped. */
  void end() {
    finish();
  }

  @Override
  protected void closed() {
    ready.clear();
    loop().owner().cancelTimer(poll);
    loop().owner().cancelTimer(heartbeat);
    if (begun) {
      count.accept(-1);
    }
  }

  @Override
  protected void advance() {
    if (!begun) {
      begin();
    }
    boolean any = !ready.isEmpty();
    while (isWanted() && !ready.isEmpty()) {
      write(event(ready.poll()));
    }
    if (any && ready.isEmpty()) {
      ask();
    }
  }

  /** Says something at once, so that the client knows that it is heard. */
  private void begin() {
    begun = true;
    count.accept(1);
    heartbeat = loop().owner().setPeriodic(pace.heartbeatMillis(), ignored -> beat());
    beat();
    ask();
  }

  private void beat() {
    if (!said && isWanted()) {
      write(HEARTBEAT);
    }
    said = false;
  }

  private void ask() {
    if (!isOver()) {
      source.apply(read).onComplete(answer -> loop().runOnContext(ignored -> take(answer)));
    }
  }

  private void take(AsyncResult<CommitPage> answer) {
    if (isOver()) {
      return;
    }
    if (answer.failed()) {
      end();
      return;
    }
    ready.addAll(answer.result().commits());
    if (ready.isEmpty()) {
      poll = loop().owner().setTimer(pace.pollMillis(), ignored -> ask());
    } else {
      read = ready.peekLast().header().sequence();
      step();
    }
  }

  private void write(Buffer buffer) {
    said = true;
    hand(buffer);
  }

  private Buffer event(Commit commit) {
    return Buffer.buffer("event: commit\nid: " + commit.header().sequence() + "\ndata: ")
        .appendBytes(Json.bytes(ChangeView.of(commit, domains)))
        .appendBytes("\n\n".getBytes(UTF_8));
  }
}
