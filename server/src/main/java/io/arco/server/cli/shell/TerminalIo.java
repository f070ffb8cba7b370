package io.arco.server.cli.shell;

import io.arco.server.cli.CommandException;
import io.arco.server.cli.ExitCode;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** A person at a terminal: lines are edited, remembered and completed. */
final class TerminalIo implements ShellIo {
  /** Statements that are remembered. */
  static final int MAX_HISTORY = 1_000;

  private static final String CONTINUED = "%P -> ";
  private static final int MAX_LISTED = 200;

  /** Reads that fail one after the other before the terminal counts as gone. */
  private static final int MAX_FAILURES = 1_000;

  private static final Size USUAL = new Size(80, 24);

  private final Terminal terminal;
  private final LineReader reader;
  private final Terminal.SignalHandler onInterrupt;
  private int failures;

  /**
   * On a terminal.
   *
   * @param historyOrNull the file that remembers statements; null: none does
   * @param interrupt what Ctrl-C does while no line is read; another thread runs it
   */
  TerminalIo(Terminal terminal, Completer completer, Path historyOrNull, Runnable interrupt) {
    this.terminal = terminal;
    this.onInterrupt = signal -> interrupt.run();
    terminal.handle(Terminal.Signal.INT, onInterrupt);
    if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
      // Nobody told how large it is; lines could not be drawn.
      terminal.setSize(USUAL);
    }
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
      Text text = new Text(reader.readLine(prompt), 1);
      failures = 0;
      return text;
    } catch (UserInterruptException e) {
      return new Abandoned();
    } catch (EndOfFileException e) {
      return new End();
    } catch (IOError e) {
      // Where there is no native library, Ctrl-C ends the stty that was to change the terminal.
      if (++failures > MAX_FAILURES) {
        throw new CommandException(ExitCode.FAILED, "the terminal can't be read", e);
      }
      return new Abandoned();
    } finally {
      // A reader that failed leaves its own behind.
      terminal.handle(Terminal.Signal.INT, onInterrupt);
      // A Ctrl-C that came too late for the line is not meant for the statement.
      Thread.interrupted();
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
    return terminal.getWidth();
  }

  @Override
  public int height() {
    return terminal.getHeight();
  }

  @Override
  public boolean isInteractive() {
    return true;
  }
}
