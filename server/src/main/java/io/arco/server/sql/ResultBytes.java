package io.arco.server.sql;

import java.io.ByteArrayOutputStream;

/** What a writer has made of a result and nobody has fetched yet. One thread. */
final class ResultBytes extends ByteArrayOutputStream {
  /** A writer that has made so many bytes does not go on to another row. */
  static final int STEP_BYTES = 64 << 10;

  private final long limit;
  private long taken;

  /** For a result of so many bytes at most, what stands after its rows not counted. */
  ResultBytes(long limit) {
    super(STEP_BYTES);
    this.limit = limit;
  }

  /** Whether a writer is to stop, so that what it has made can go on. */
  boolean isStepFull() {
    return count >= STEP_BYTES;
  }

  /** Whether so many bytes more are within the limit. */
  boolean hasRoom(long bytes) {
    return total() + bytes <= limit;
  }

  /** Bytes so far, those that were fetched too. */
  long total() {
    return taken + count;
  }

  /** What is there, which is gone then. */
  byte[] take() {
    byte[] bytes = toByteArray();
    taken += bytes.length;
    if (buf.length > 2 * STEP_BYTES) {
      buf = new byte[STEP_BYTES];
    }
    reset();
    return bytes;
  }
}
