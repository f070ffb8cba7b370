package io.arco.server.stream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A stream of pieces that knows how many its reader wants, and tells once how it ended. What comes
 * next is for a subclass to say in {@link #advance}, which is asked whenever the reader may want
 * more. A reader who takes his handler away has left: the stream is over. Used on one event loop.
 */
public abstract class PacedStream implements ReadStream<Buffer> {
  private final Context loop;
  private long demand = Long.MAX_VALUE;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;
  private boolean isOver;
  private boolean isEndUntold;

  /** A stream that begins when it gets a handler. */
  protected PacedStream(Context loop) {
    this.loop = loop;
  }

  /** Begins where there was none; null: abandons it. An end that nobody has heard is told now. */
  @Override
  public final PacedStream handler(Handler<Buffer> next) {
    handler = next;
    if (next == null) {
      abandon();
    } else if (isEndUntold) {
      loop.runOnContext(ignored -> tellEnd());
    } else {
      wake();
    }
    return this;
  }

  @Override
  public final PacedStream endHandler(Handler<Void> next) {
    endHandler = next;
    return this;
  }

  @Override
  public final PacedStream exceptionHandler(Handler<Throwable> next) {
    exceptionHandler = next;
    return this;
  }

  @Override
  public final PacedStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public final PacedStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  /**
   * Wants so many pieces more.
   *
   * @param amount at least 0; {@link Long#MAX_VALUE}: all there are
   */
  @Override
  public final PacedStream fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount " + amount);
    }
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    wake();
    return this;
  }

  /** Ends it without a word: nobody listens any more. What is over already stays as it is. */
  public void abandon() {
    markOver();
  }

  /**
   * Hands over what is ready, as long as it {@linkplain #isWanted is wanted}, or has more fetched.
   * Called on the loop when there is a handler and it is not over, wanted or not.
   */
  protected abstract void advance();

  /** It is over, however that came. Called once; gives back what it holds. */
  protected void closed() {}

  /** Whether a reader is there who wants a piece. */
  protected final boolean isWanted() {
    return !isOver && handler != null && demand > 0;
  }

  /** Whether it has ended, failed or been abandoned. */
  protected final boolean isOver() {
    return isOver;
  }

  /** The loop on which it runs. */
  protected final Context loop() {
    return loop;
  }

  /** Has it advance, in a later turn of the loop. On any thread. */
  protected final void wake() {
    loop.runOnContext(ignored -> step());
  }

  /** Has it advance at once, unless it is over. */
  protected final void step() {
    if (!isOver && handler != null) {
      advance();
    }
  }

  /** Hands a piece to the reader, who must want it. */
  protected final void hand(Buffer piece) {
    if (!isWanted()) {
      throw new IllegalStateException("nobody wants it");
    }
    demand -= demand == Long.MAX_VALUE ? 0 : 1;
    handler.handle(piece);
  }

  /** There is no more. Once it is over, nothing is told. */
  protected final void finish() {
    if (markOver()) {
      tellEnd();
    }
  }

  /** There is more, but it can't be had. Once it is over, nothing is told. */
  protected final void fail(Throwable failure) {
    if (markOver() && exceptionHandler != null) {
      exceptionHandler.handle(failure);
    }
  }

  private boolean markOver() {
    if (isOver) {
      return false;
    }
    isOver = true;
    closed();
    return true;
  }

  private void tellEnd() {
    isEndUntold = handler == null;
    if (!isEndUntold && endHandler != null) {
      endHandler.handle(null);
    }
  }
}
