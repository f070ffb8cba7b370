package io.arco.server.files;

import io.arco.store.ByteRange;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Part of an object at the pace of its reader: the next range is read when the one before was taken
 * and more is wanted, so that one chunk at most is in memory. Used on one event loop.
 */
public final class FileStream implements ReadStream<Buffer> {
  /** The most that is read at once, in bytes. */
  public static final int CHUNK_BYTES = 512 * 1024;

  private final Context loop;
  private final ObjectStore store;
  private final Key key;
  private final OpenStreams streams;
  private long position;
  private final long end;
  private Buffer ready;
  private boolean reading;
  private boolean ended;
  private long demand = Long.MAX_VALUE;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;

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
    this.loop = loop;
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
  public FileStream handler(Handler<Buffer> next) {
    handler = next;
    if (next != null) {
      loop.runOnContext(ignored -> step());
    }
    return this;
  }

  @Override
  public FileStream endHandler(Handler<Void> next) {
    endHandler = next;
    return this;
  }

  @Override
  public FileStream exceptionHandler(Handler<Throwable> next) {
    exceptionHandler = next;
    return this;
  }

  @Override
  public FileStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public FileStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public FileStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    loop.runOnContext(ignored -> step());
    return this;
  }

  /** Ends it without a word: nobody listens any more. */
  public void abandon() {
    ended = true;
    ready = null;
  }

  private void step() {
    if (ended || reading || handler == null || demand == 0) {
      return;
    }
    if (ready != null) {
      Buffer chunk = ready;
      ready = null;
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      streams.sent(chunk.length());
      handler.handle(chunk);
      loop.runOnContext(ignored -> step());
    } else if (position == end) {
      ended = true;
      if (endHandler != null) {
        endHandler.handle(null);
      }
    } else {
      reading = true;
      store
          .get(key, firstOf(new ByteRange(position, end - position)))
          .onComplete(answer -> loop.runOnContext(ignored -> take(answer)));
    }
  }

  private void take(AsyncResult<ReadOutcome> answer) {
    reading = false;
    if (ended) {
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
    ended = true;
    if (exceptionHandler != null) {
      exceptionHandler.handle(
          answer.failed()
              ? answer.cause()
              : new StoreException(
                  StoreException.Kind.TRANSIENT, key + " changed while it was sent", null));
    }
  }
}
