package io.arco.server.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A person at a terminal: lines are edited, remembered and completed. */
final class TerminalIo implements ShellIo {
  /** Statements that are remembered. */
  static final int MAX_HISTORY = 1_000;

  private static final String CONTINUED = "%P -> ";
  private static final int MAX_LISTED = 200;

  private final Terminal terminal;
  private final LineReader reader;

  /**
   * On a terminal.
   *
   * @param historyOrNull the file that remembers statements; null: none does
   */
  TerminalIo(Terminal terminal, Completer completer, Path historyOrNull) {
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("arco")
            .parser(SqlLine.parser())
            .completer(completer)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_INCREMENTAL, historyOrNull != null)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
            .variable(LineReader.LIST_MAX, MAX_LISTED)
            .variable(LineReader.HISTORY_SIZE, MAX_HISTORY)
            .variable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY);
    if (historyOrNull != null) {
      builder.variable(LineReader.HISTORY_FILE, historyOrNull);
    }
    this.reader = builder.build();
  }

  @Override
  public Input read(String prompt) {
    try {
      return new Text(reader.readLine(prompt), 1);
    } catch (UserInterruptException e) {
      return new Abandoned();
    } catch (EndOfFileException e) {
      return new End();
    }
  }

  /** Writes what is remembered to its file. */
  void save() throws IOException {
    History history = reader.getHistory();
    history.save();
  }

  @Override
  public PrintWriter out() {
    return terminal.writer();
  }

  @Override
  public PrintWriter err() {
    return terminal.writer();
  }

  @Override
  public int width() {
    return terminal.getWidth() > 0 ? terminal.getWidth() : UNLIMITED;
  }

  @Override
  public int height() {
    return terminal.getHeight() > 0 ? terminal.getHeight() : UNLIMITED;
  }

  @Override
  public boolean isInteractive() {
    return true;
  }
}
