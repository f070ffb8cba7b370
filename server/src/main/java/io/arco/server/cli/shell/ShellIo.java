package io.arco.server.cli.shell;

import java.io.PrintWriter;

/** Where a shell reads and writes. Used by one thread. */
interface ShellIo {
  /** The width of lines that are cut for nobody. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** What was read. */
  sealed interface Input {}

  /**
   * A command, or statements, of which the last may lack its end where there is nothing more.
   *
   * @param firstLine the number of its first line, from 1
   */
  record Text(String text, int firstLine) implements Input {}

  /** The person threw away what was typed. */
  record Abandoned() implements Input {}

  /** There is nothing more. */
  record End() implements Input {}

  /**
   * Reads on.
   *
   * @param prompt shown to a person
   */
  Input read(String prompt);

  /** For answers. */
  PrintWriter out();

  /** For complaints. */
  PrintWriter err();

  /** Cells of a line, {@link #UNLIMITED} where nobody looks. */
  int width();

  /** Lines that are seen at once, {@link #UNLIMITED} where nobody looks. */
  int height();

  /** Whether a person types; then a failed statement is not the end. */
  boolean isInteractive();
}
