package io.arco.server.cli.shell;

import io.arco.server.cli.CommandException;
import io.arco.server.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;

/** Statements from a pipe or a file, answers to a pipe. */
final class StreamIo implements ShellIo {
  /** The longest text between two semicolons, in characters. */
  static final int MAX_STATEMENT_CHARS = 1 << 20;

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private int lines;

  StreamIo(Reader in, PrintWriter out, PrintWriter err) {
    this.in = new BufferedReader(in);
    this.out = out;
    this.err = err;
  }

  @Override
  public Input read(String prompt) {
    StringBuilder text = new StringBuilder();
    int firstLine = lines + 1;
    for (String line = next(); line != null; line = next()) {
      text.append(line).append('\n');
      if (text.length() > MAX_STATEMENT_CHARS) {
        throw new CommandException(
            ExitCode.FAILED, "a statement is longer than " + MAX_STATEMENT_CHARS + " characters");
      }
      boolean mayEnd = line.indexOf(';') >= 0 || text.charAt(0) == '\\' || line.isBlank();
      if (mayEnd && SqlLine.isWhole(text.toString())) {
        return new Text(text.toString(), firstLine);
      }
    }
    return text.isEmpty() ? new End() : new Text(text.toString(), firstLine);
  }

  private String next() {
    try {
      String line = in.readLine();
      if (line != null) {
        lines++;
      }
      return line;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the input can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public int width() {
    return UNLIMITED;
  }

  @Override
  public int height() {
    return UNLIMITED;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
