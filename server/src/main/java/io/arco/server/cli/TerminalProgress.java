package io.arco.server.cli;

import io.arco.backup.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;

/** A line on standard error that counts what was copied; nothing where no person looks. */
final class TerminalProgress implements Progress {
  private static final int EVERY = 64;

  private final PrintWriter err;
  private final boolean shown = isTerminal();
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

  /** From JDK 22 on there is a console where there is no terminal, and a method that tells. */
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
