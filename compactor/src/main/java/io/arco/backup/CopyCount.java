package io.arco.backup;

/** Counts what one run wrote and what it found to be there already. On one thread. */
final class CopyCount {
  private final Progress progress;
  private long written;
  private long writtenBytes;

  CopyCount(Progress progress) {
    this.progress = progress;
  }

  /** One more object is where it should be; put by this run, or found there. */
  void add(boolean wasWritten, long bytes) {
    if (wasWritten) {
      written++;
      writtenBytes += bytes;
    }
    progress.copied(bytes);
  }

  long written() {
    return written;
  }

  long writtenBytes() {
    return writtenBytes;
  }
}
