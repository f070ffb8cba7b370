package io.arco.server.cli.shell;

import java.io.PrintWriter;

/** What a shell remembers between statements. Used by one thread. */
final class Settings {
  private Format format = Format.TABLE;
  private boolean expanded;
  private boolean timing;
  private String asOfOrNull;
  private String pagerOrNull;
  private PrintWriter fileOrNull;

  Format format() {
    return format;
  }

  void setFormat(Format format) {
    this.format = format;
  }

  /** Whether each cell has a line to itself. */
  boolean expanded() {
    return expanded;
  }

  void setExpanded(boolean expanded) {
    this.expanded = expanded;
  }

  /** Whether it is told how long statements take. */
  boolean timing() {
    return timing;
  }

  void setTiming(boolean timing) {
    this.timing = timing;
  }

  /** The moment that is asked about, or null for now. */
  String asOfOrNull() {
    return asOfOrNull;
  }

  void setAsOf(String textOrNull) {
    this.asOfOrNull = textOrNull;
  }

  /** The command that long answers are handed to, or null. */
  String pagerOrNull() {
    return pagerOrNull;
  }

  void setPager(String commandOrNull) {
    this.pagerOrNull = commandOrNull;
  }

  /** Where answers go, or null for the terminal. */
  PrintWriter fileOrNull() {
    return fileOrNull;
  }

  /** Sends answers elsewhere, to the terminal for null; what was open is closed. */
  void setFile(PrintWriter writerOrNull) {
    if (fileOrNull != null) {
      fileOrNull.close();
    }
    fileOrNull = writerOrNull;
  }
}
