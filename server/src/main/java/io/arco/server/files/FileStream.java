package io.arco.server.files;

import io.arco.server.stream.PacedStream;
import io.arco.store.ByteRange;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/**
 * Part of an object at the pace of its reader: the next range is read when the one before was taken
 * and more is wanted, so that one chunk at most is in memory.
 */
public final class FileStream extends PacedStream {
  /** The most that is read at once, in bytes. */
  public static final int CHUNK_BYTES = 512 * 1024;

  private final ObjectStore store;
  private final Key key;
  private final OpenStreams streams;
  private long position;
  private final long end;
  private Buffer ready;
  private boolean reading;

  /**
   * A stream that begins when it gets a handler.
   *
   * @param first the first bytes of the range, which were read already
   * @param range what is streamed; the object has all of it
   */
  public FileStream(
      Context loop,
      ObjectStore store,
      Key key,
      ByteRange range,
      Buffer first,
      OpenStreams streams) {
    super(loop);
    this.store = store;
    this.key = key;
    this.streams = streams;
    this.ready = first;
    this.position = range.offset() + first.length();
    this.end = range.offset() + range.length();
  }

  /** The first of the ranges in which a range is read. */
  public static ByteRange firstOf(ByteRange range) {
    return new ByteRange(range.offset(), Math.min(range.length(), CHUNK_BYTES));
  }

  @Override
  protected void closed() {
    ready = null;
  }

  @Override
  protected void advance() {
    if (reading || !isWanted()) {
      return;
    }
    if (ready != null) {
      Buffer chunk = ready;
      ready = null;
      streams.sent(chunk.length());
      hand(chunk);
      wake();
    } else if (position == end) {
      finish();
    } else {
      reading = true;
      store
          .get(key, firstOf(new ByteRange(position, end - position)))
          .onComplete(answer -> loop().runOnContext(ignored -> take(answer)));
    }
  }

  private void take(AsyncResult<ReadOutcome> answer) {
    reading = false;
    if (isOver()) {
      return;
    }
    long wanted = Math.min(end - position, CHUNK_BYTES);
    if (answer.succeeded()
        && answer.result() instanceof ReadOutcome.Found found
        && found.bytes().length == wanted) {
      position += wanted;
      ready = Buffer.buffer(found.bytes());
      step();
      return;
    }
    fail(
        answer.failed()
            ? answer.cause()
            : new StoreException(
                StoreException.Kind.TRANSIENT, key + " changed while it was sent", null));
  }
}
