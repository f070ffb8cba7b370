package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Commit;
import io.arco.json.Json;
import io.arco.ledger.CommitPage;
import io.arco.ledger.Domains;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/**
 * Commits as server-sent events: one event each, its id the sequence, so that a client that comes
 * back with the last id it saw misses none and sees none twice. It never ends by itself, except
 * where commits can't be read: then the client is to come back. Reads ahead by one page, which
 * waits where the client does not take it. Used on one event loop.
 */
final class ChangeStream implements ReadStream<Buffer> {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final Context loop;
  private final Domains domains;
  private final LongFunction<Future<CommitPage>> source;
  private final Pace pace;
  private final IntConsumer count;
  private final ArrayDeque<Commit> ready = new ArrayDeque<>();
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private long demand = Long.MAX_VALUE;
  private long read;
  private boolean begun;
  private boolean ended;
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
    this.loop = loop;
    this.domains = domains;
    this.source = source;
    this.read = after;
    this.pace = pace;
    this.count = count;
  }

  @Override
  public ChangeStream handler(Handler<Buffer> next) {
    handler = next;
    if (next == null) {
      abandon();
    } else if (!begun && !ended) {
      begun = true;
      count.accept(1);
      heartbeat = loop.owner().setPeriodic(pace.heartbeatMillis(), ignored -> beat());
      loop.runOnContext(ignored -> begin());
    } else if (ended) {
      loop.runOnContext(ignored -> tellEnd());
    }
    return this;
  }

  @Override
  public ChangeStream endHandler(Handler<Void> next) {
    endHandler = next;
    return this;
  }

  /** Does nothing: what fails ends the stream, and the client comes back. */
  @Override
  public ChangeStream exceptionHandler(Handler<Throwable> next) {
    return this;
  }

  @Override
  public ChangeStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public ChangeStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ChangeStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    loop.runOnContext(ignored -> hand());
    return this;
  }

  /** Ends it, once; what was read and not handed out is dropped. */
  void end() {
    if (!ended) {
      abandon();
      tellEnd();
    }
  }

  /** Ends it without a word: nobody listens any more. */
  void abandon() {
    if (ended) {
      return;
    }
    ended = true;
    ready.clear();
    loop.owner().cancelTimer(poll);
    loop.owner().cancelTimer(heartbeat);
    if (begun) {
      count.accept(-1);
    }
  }

  private void tellEnd() {
    if (endHandler != null && handler != null) {
      endHandler.handle(null);
    }
  }

  /** Says something at once, so that the client knows that it is heard. */
  private void begin() {
    beat();
    ask();
  }

  private void beat() {
    if (!ended && !said && demand > 0) {
      write(HEARTBEAT);
    }
    said = false;
  }

  private void ask() {
    if (!ended) {
      source.apply(read).onComplete(answer -> loop.runOnContext(ignored -> take(answer)));
    }
  }

  private void take(AsyncResult<CommitPage> answer) {
    if (ended) {
      return;
    }
    if (answer.failed()) {
      end();
      return;
    }
    ready.addAll(answer.result().commits());
    if (ready.isEmpty()) {
      poll = loop.owner().setTimer(pace.pollMillis(), ignored -> ask());
    } else {
      read = ready.peekLast().header().sequence();
      hand();
    }
  }

  private void hand() {
    boolean any = !ready.isEmpty();
    while (!ended && demand > 0 && !ready.isEmpty()) {
      write(event(ready.poll()));
    }
    if (any && ready.isEmpty()) {
      ask();
    }
  }

  private void write(Buffer buffer) {
    said = true;
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.handle(buffer);
  }

  private Buffer event(Commit commit) {
    return Buffer.buffer("event: commit\nid: " + commit.header().sequence() + "\ndata: ")
        .appendBytes(Json.bytes(ChangeView.of(commit, domains)))
        .appendBytes("\n\n".getBytes(UTF_8));
  }
}
