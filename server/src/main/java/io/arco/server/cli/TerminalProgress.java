package io.arco.server.cli;

import io.arco.backup.Progress;
import java.io.PrintWriter;

/** A line on standard error that counts what was copied; nothing where no person looks. */
final class TerminalProgress implements Progress {
  private static final int EVERY = 64;

  private final PrintWriter err;
  private final boolean shown = Terminal.isThere();
  private long objects;
  private long bytes;

  TerminalProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void copied(long size) {
    objects++;
    bytes += size;
    if (shown && objects % EVERY == 0) {
      err.print("\r" + objects + " objects, " + bytes + " bytes");
      err.flush();
    }
  }

  /** Clears the line. */
  void end() {
    if (shown && objects >= EVERY) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
