package io.arco.server.sql;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What of a result was made and not fetched yet. One thread puts and may wait for room, one fetches
 * and never waits. Thread-safe.
 */
public final class PieceWindow {
  /** Once so many bytes wait, nothing more is made. */
  public static final long BYTES = 1 << 20;

  private final long capacity;
  private final Deque<Buffer> pieces = new ArrayDeque<>();
  private long waiting;
  private boolean ended;
  private Throwable failure;
  private Runnable listener = () -> {};

  /** One that has room as long as fewer bytes wait. */
  PieceWindow(long capacity) {
    this.capacity = capacity;
  }

  /** Adds a piece, room or not; drops it where nobody fetches any more. */
  void put(Buffer piece) {
    Runnable told;
    synchronized (this) {
      if (failure != null || piece.length() == 0) {
        return;
      }
      pieces.add(piece);
      waiting += piece.length();
      told = listener;
    }
    told.run();
  }

  /** Nothing more comes. */
  void end() {
    Runnable told;
    synchronized (this) {
      ended = true;
      notifyAll();
      told = listener;
    }
    told.run();
  }

  /** It has failed: what waits is dropped. The first failure counts. */
  void fail(Throwable cause) {
    Runnable told;
    synchronized (this) {
      if (ended || failure != null) {
        return;
      }
      failure = cause;
      pieces.clear();
      waiting = 0;
      notifyAll();
      told = listener;
    }
    told.run();
  }

  synchronized boolean hasRoom() {
    return waiting < capacity;
  }

  /** Waits for room, or a failure, at most so long; whether there is room. */
  synchronized boolean awaitRoom(long millis) throws InterruptedException {
    long over = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (failure == null && waiting >= capacity && left > 0) {
      wait(left);
      left = (over - System.nanoTime()) / 1_000_000;
    }
    return failure == null && waiting < capacity;
  }

  /** Has this done, on whatever thread, whenever there is more to fetch, an end or a failure. */
  public synchronized void onChange(Runnable task) {
    listener = task;
  }

  /** The next piece; null if there is none now. */
  public synchronized Buffer poll() {
    Buffer piece = pieces.poll();
    if (piece != null) {
      waiting -= piece.length();
      notifyAll();
    }
    return piece;
  }

  /** Whether all was fetched. */
  public synchronized boolean isOver() {
    return ended && pieces.isEmpty();
  }

  /** What it failed with, or null. */
  public synchronized Throwable failure() {
    return failure;
  }

  /** Bytes that wait. */
  public synchronized long waiting() {
    return waiting;
  }

  /** All that waits, as one. */
  Buffer pollAll() {
    Buffer all = Buffer.buffer();
    for (Buffer piece = poll(); piece != null; piece = poll()) {
      all.appendBuffer(piece);
    }
    return all;
  }
}
