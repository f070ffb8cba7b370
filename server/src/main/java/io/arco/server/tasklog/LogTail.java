package io.arco.server.tasklog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.json.Json;
import io.arco.planner.run.AttemptRef;
import io.arco.server.stream.PacedStream;
import io.arco.store.Workspace;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The log of an attempt as server-sent events, as it grows: an event {@code chunk} for each chunk,
 * with its number as {@code id}, and an event {@code end} when the attempt has ended and all chunks
 * were sent. Reads no further than its reader takes.
 */
public final class LogTail extends PacedStream {
  /** The type of what it says. */
  public static final String EVENT_STREAM = "text/event-stream";

  private final TaskLogs logs;
  private final Workspace workspace;
  private final AttemptRef attempt;
  private final BooleanSupplier hasEnded;
  private final Runnable closed;
  private long next;
  private long pauseMillis = LogLimits.FIRST_PAUSE_MILLIS;
  private long silentMillis;
  private boolean busy;

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
    super(context);
    this.logs = logs;
    this.workspace = workspace;
    this.attempt = attempt;
    this.next = from;
    this.hasEnded = hasEnded;
    this.closed = closed;
  }

  /** Ends it, the log's end or not: its reader has gone, or the server goes down. */
  public void close() {
    finish();
  }

  @Override
  protected void closed() {
    closed.run();
  }

  @Override
  protected void advance() {
    if (busy || !isWanted()) {
      return;
    }
    busy = true;
    boolean ended = hasEnded.getAsBoolean();
    logs.read(workspace, attempt, next)
        .onComplete(read -> loop().runOnContext(ignored -> answered(read, ended)));
  }

  private void answered(AsyncResult<Optional<TaskLogs.Chunk>> read, boolean ended) {
    busy = false;
    if (read.failed()) {
      fail(read.cause());
    } else if (!isWanted()) {
      // It is read again once it is.
      return;
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
    loop()
        .owner()
        .setTimer(
            pauseMillis,
            timer ->
                loop()
                    .runOnContext(
                        ignored -> {
                          busy = false;
                          step();
                        }));
    pauseMillis = Math.min(LogLimits.LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
  }

  private void say(Buffer piece) {
    silentMillis = 0;
    hand(piece);
  }

  private static Buffer event(String name, long id, Object data) {
    String json = new String(Json.bytes(data), UTF_8);
    return Buffer.buffer("id: " + id + "\nevent: " + name + "\ndata: " + json + "\n\n");
  }
}
