package io.arco.server.tasklog;

/** How long the log of one attempt is, as far as this server knows. Thread-safe. */
final class LogLength {
  private long next;
  private long bytes;

  /** Of a log with so many chunks and bytes. */
  LogLength(long chunks, long bytes) {
    this.next = chunks + 1;
    this.bytes = bytes;
  }

  /** The number of the chunk that comes next. */
  synchronized long next() {
    return next;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Counts a chunk, unless it is counted already. */
  synchronized void stored(long n, long size) {
    if (n == next) {
      next++;
      bytes += size;
    }
  }
}
