package io.arco.server.tasklog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.json.Json;
import io.arco.planner.run.AttemptRef;
import io.arco.store.Workspace;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The log of an attempt as server-sent events, as it grows: an event {@code chunk} for each chunk,
 * with its number as {@code id}, and an event {@code end} when the attempt has ended and all chunks
 * were sent. Reads no further than its reader takes. Used on its context.
 */
public final class LogTail implements ReadStream<Buffer> {
  /** The type of what it says. */
  public static final String EVENT_STREAM = "text/event-stream";

  private final TaskLogs logs;
  private final Context context;
  private final Workspace workspace;
  private final AttemptRef attempt;
  private final BooleanSupplier hasEnded;
  private final Runnable closed;
  private Handler<Buffer> handler = piece -> {};
  private Handler<Void> endHandler = ended -> {};
  private Handler<Throwable> exceptionHandler = failure -> {};
  private long next;
  private long demand = Long.MAX_VALUE;
  private long pauseMillis = LogLimits.FIRST_PAUSE_MILLIS;
  private long silentMillis;
  private boolean busy;
  private boolean over;

  /**
   * A tail that begins to read when it has a handler.
   *
   * @param context on which it runs
   * @param from the number of the first chunk that is sent
   * @param hasEnded whether the attempt has ended; quick
   * @param closed is run once when it is over, however that came
   */
  public LogTail(
      TaskLogs logs,
      Context context,
      Workspace workspace,
      AttemptRef attempt,
      long from,
      BooleanSupplier hasEnded,
      Runnable closed) {
    this.logs = logs;
    this.context = context;
    this.workspace = workspace;
    this.attempt = attempt;
    this.next = from;
    this.hasEnded = hasEnded;
    this.closed = closed;
  }

  @Override
  public LogTail handler(Handler<Buffer> newHandler) {
    handler = newHandler == null ? piece -> {} : newHandler;
    if (newHandler != null) {
      context.runOnContext(ignored -> step());
    }
    return this;
  }

  @Override
  public LogTail pause() {
    demand = 0;
    return this;
  }

  @Override
  public LogTail resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public LogTail fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    context.runOnContext(ignored -> step());
    return this;
  }

  @Override
  public LogTail endHandler(Handler<Void> newHandler) {
    endHandler = newHandler == null ? ended -> {} : newHandler;
    return this;
  }

  @Override
  public LogTail exceptionHandler(Handler<Throwable> newHandler) {
    exceptionHandler = newHandler == null ? failure -> {} : newHandler;
    return this;
  }

  /** Ends it, the log's end or not: its reader has gone, or the server goes down. */
  public void close() {
    if (!over) {
      over = true;
      closed.run();
      endHandler.handle(null);
    }
  }

  private void step() {
    if (busy || over || demand == 0) {
      return;
    }
    busy = true;
    boolean ended = hasEnded.getAsBoolean();
    logs.read(workspace, attempt, next)
        .onComplete(read -> context.runOnContext(ignored -> answered(read, ended)));
  }

  private void answered(AsyncResult<Optional<TaskLogs.Chunk>> read, boolean ended) {
    busy = false;
    if (over) {
      return;
    }
    if (read.failed()) {
      over = true;
      closed.run();
      exceptionHandler.handle(read.cause());
    } else if (read.result().isPresent()) {
      pauseMillis = LogLimits.FIRST_PAUSE_MILLIS;
      say(event("chunk", next, read.result().get()));
      next++;
      step();
    } else if (ended) {
      say(event("end", next - 1, Map.of("next", next)));
      close();
    } else {
      rest();
    }
  }

  /** Looks again after a while, longer each time. */
  private void rest() {
    if (silentMillis >= LogLimits.KEEP_ALIVE_MILLIS) {
      say(Buffer.buffer(":\n\n"));
    }
    busy = true;
    silentMillis += pauseMillis;
    context
        .owner()
        .setTimer(
            pauseMillis,
            timer ->
                context.runOnContext(
                    ignored -> {
                      busy = false;
                      step();
                    }));
    pauseMillis = Math.min(LogLimits.LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
  }

  private void say(Buffer piece) {
    silentMillis = 0;
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.handle(piece);
  }

  private static Buffer event(String name, long id, Object data) {
    String json = new String(Json.bytes(data), UTF_8);
    return Buffer.buffer("id: " + id + "\nevent: " + name + "\ndata: " + json + "\n\n");
  }
}
