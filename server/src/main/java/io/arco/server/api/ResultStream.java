package io.arco.server.api;

import io.arco.server.sql.PieceWindow;
import io.arco.server.sql.ResultSink;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The bytes of a result at the pace of its reader: what is not fetched holds up the engine. Used on
 * one event loop.
 */
final class ResultStream implements ReadStream<Buffer> {
  private final Context loop;
  private final ResultSink sink;
  private final PieceWindow window;
  private boolean over;
  private long demand = Long.MAX_VALUE;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;

  /** A stream that begins when it gets a handler. */
  ResultStream(Context loop, ResultSink sink) {
    this.loop = loop;
    this.sink = sink;
    this.window = sink.window();
  }

  @Override
  public ResultStream handler(Handler<Buffer> next) {
    handler = next;
    if (next != null) {
      window.onChange(this::wake);
      wake();
    } else if (!over) {
      // A pipe takes its handler away when its destination has failed.
      over = true;
      sink.cancel();
    }
    return this;
  }

  @Override
  public ResultStream endHandler(Handler<Void> next) {
    endHandler = next;
    return this;
  }

  @Override
  public ResultStream exceptionHandler(Handler<Throwable> next) {
    exceptionHandler = next;
    return this;
  }

  @Override
  public ResultStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public ResultStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ResultStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    wake();
    return this;
  }

  private void wake() {
    loop.runOnContext(ignored -> step());
  }

  private void step() {
    if (over) {
      return;
    }
    Throwable failure = window.failure();
    if (failure != null) {
      over = true;
      if (exceptionHandler != null) {
        exceptionHandler.handle(failure);
      }
      return;
    }
    if (handler != null && demand > 0) {
      Buffer piece = window.poll();
      if (piece != null) {
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
        handler.handle(piece);
        wake();
        return;
      }
    }
    if (window.isOver()) {
      over = true;
      if (endHandler != null) {
        endHandler.handle(null);
      }
    }
  }
}
