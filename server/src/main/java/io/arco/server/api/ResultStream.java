package io.arco.server.api;

import io.arco.server.sql.PieceWindow;
import io.arco.server.sql.ResultSink;
import io.arco.server.stream.PacedStream;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/** The bytes of a result at the pace of its reader: what is not fetched holds up the engine. */
final class ResultStream extends PacedStream {
  private final ResultSink sink;
  private final PieceWindow window;

  /** A stream that begins when it gets a handler. */
  ResultStream(Context loop, ResultSink sink) {
    super(loop);
    this.sink = sink;
    this.window = sink.window();
    window.onChange(this::wake);
  }

  /** Ends the query too, unless all of it is here. */
  @Override
  public void abandon() {
    if (!isOver()) {
      sink.cancel();
    }
    super.abandon();
  }

  @Override
  protected void advance() {
    if (window.failure() != null) {
      fail(window.failure());
      return;
    }
    Buffer piece = isWanted() ? window.poll() : null;
    if (piece != null) {
      hand(piece);
      wake();
    } else if (window.isOver()) {
      finish();
    }
  }
}
