package io.arco.server.cli.shell;

import io.arco.server.api.PublicTable;
import io.arco.server.cli.CommandException;
import io.arco.server.cli.ExitCode;
import io.arco.server.cli.ProblemAnswer;
import io.arco.server.cli.Rows;
import io.arco.server.cli.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;

/**
 * Reads statements and commands, from a person or a pipe, and prints what comes of them. Runs on
 * one thread; only {@link #interrupt} may be called from another.
 */
public final class Shell {
  /** Files that name files. */
  static final int MAX_INCLUDED = 16;

  private static final String SYSTEM = "system.";

  private final SqlSession session;
  private final Options options;
  private final Settings settings = new Settings();
  private final Names names;
  private final MetaCommands commands;
  private ShellIo io;
  private int included;
  private volatile boolean interrupted;

  /**
   * What a shell is started with.
   *
   * @param greeting says whom it asks
   * @param system the tables that every workspace has
   * @param hasData whether registered tables can be queried
   * @param format how rows are printed at first
   * @param maxRows rows of an answer at most; empty: the default of who answers
   * @param asOfOrNull the moment that is asked about at first
   * @param checkMoment throws {@link CommandException} for a text that means no moment
   * @param historyOrNull the file that remembers statements
   */
  public record Options(
      String greeting,
      List<PublicTable> system,
      boolean hasData,
      Format format,
      OptionalInt maxRows,
      String asOfOrNull,
      Consumer<String> checkMoment,
      Path historyOrNull) {}

  /** A shell that has read nothing yet. */
  public Shell(SqlSession session, Options options) {
    this.session = session;
    this.options = options;
    this.names = new Names(session, options.system(), System::nanoTime);
    this.commands = new MetaCommands(this, settings, names);
    settings.setFormat(options.format());
    settings.setAsOf(options.asOfOrNull());
  }

  /**
   * Reads all of a stream; ends with the first failure.
   *
   * @throws CommandException that failure
   */
  public void run(Reader in, PrintWriter out, PrintWriter err) {
    loop(new StreamIo(in, out, err));
  }

  /**
   * Serves a person until he leaves. Ctrl-C ends what runs.
   *
   * @throws IOException if what is remembered can't be written
   */
  public void run(Terminal terminal) throws IOException {
    Path history = options.historyOrNull();
    if (history != null) {
      HistoryFile.prepare(history);
    }
    TerminalIo person = new TerminalIo(terminal, new SqlCompleter(names), history, this::interrupt);
    terminal.writer().println(options.greeting());
    terminal.writer().println("\\? lists commands, \\q leaves. A statement ends with ;");
    terminal.flush();
    loop(person);
    if (history != null) {
      person.save();
    }
  }

  /** Ends the statement that runs, if one does. */
  public void interrupt() {
    interrupted = true;
    session.cancel();
  }

  private void loop(ShellIo from) {
    io = from;
    try {
      boolean more = true;
      while (more) {
        ShellIo.Input input = io.read(prompt());
        more = !(input instanceof ShellIo.End);
        if (input instanceof ShellIo.Text text) {
          more = obey(text);
        }
        io.out().flush();
      }
    } finally {
      settings.setFile(null);
    }
  }

  private String prompt() {
    return settings.asOfOrNull() == null ? "arco> " : "arco@" + settings.asOfOrNull() + "> ";
  }

  private boolean obey(ShellIo.Text input) {
    try {
      return execute(input);
    } catch (ProblemAnswer e) {
      // It was told where it happened.
      return orEnd(e);
    } catch (CommandException e) {
      if (io.isInteractive()) {
        io.err().println(interrupted ? "Cancelled." : Visible.of(e.getMessage()));
      }
      return orEnd(e);
    }
  }

  private boolean orEnd(CommandException e) {
    if (!io.isInteractive()) {
      throw e;
    }
    return true;
  }

  /** All statements of an input, then its command. */
  private boolean execute(ShellIo.Text input) {
    interrupted = false;
    if (input.text().stripLeading().startsWith("\\")) {
      return commands.run(input.text());
    }
    SqlText.Split split = SqlText.split(input.text());
    for (SqlText.Statement statement : split.statements()) {
      answer(statement.text(), input.lineOf(statement));
    }
    SqlText.Statement rest = split.rest();
    if (rest.text().startsWith("\\")) {
      return commands.run(rest.text());
    }
    if (!SqlText.isBlank(rest.text())) {
      answer(rest.text(), input.lineOf(rest));
    }
    return true;
  }

  /**
   * Asks a statement and prints the answer.
   *
   * @param firstLine the number of its first line where it came from
   */
  void answer(String sql, int firstLine) {
    long begun = System.nanoTime();
    Rows rows;
    try {
      rows = answered(sql);
    } catch (ProblemAnswer e) {
      if (interrupted) {
        throw new CommandException(ExitCode.FAILED, "cancelled", e);
      }
      if (io.isInteractive()) {
        ErrorText.of(e, sql, firstLine).forEach(io.err()::println);
        throw e;
      }
      throw new CommandException(
          e.exitCode(), String.join("\n", ErrorText.of(e, sql, firstLine)), e);
    }
    long millis = (System.nanoTime() - begun) / 1_000_000;
    print(rows);
    if (rows.truncated()) {
      io.err()
          .println(
              "Only the first "
                  + rows.cells().size()
                  + " rows: there are more (--max-rows says how many are shown).");
    }
    if (settings.timing()) {
      tell(String.format(Locale.ROOT, "Time: %,d ms", millis));
    }
  }

  /**
   * Who asks the system's tables wants to see what was just done; that can be had where no other
   * table is named. Which are named only the parser knows, so it is tried.
   */
  private Rows answered(String sql) {
    if (!options.hasData() || settings.asOfOrNull() != null) {
      return ask(sql, options.hasData() ? Question.Tables.ALL : Question.Tables.SYSTEM);
    }
    if (!SqlText.code(sql).toLowerCase(Locale.ROOT).contains(SYSTEM)) {
      return ask(sql, Question.Tables.ALL);
    }
    try {
      return ask(sql, Question.Tables.SYSTEM);
    } catch (ProblemAnswer e) {
      String table = e.detail("table").asText().toLowerCase(Locale.ROOT);
      if (e.code().equals("TABLE_NOT_FOUND") && !table.startsWith(SYSTEM)) {
        return ask(sql, Question.Tables.ALL);
      }
      throw e;
    }
  }

  /** Asks as of the moment that is set. */
  Rows ask(String sql, Question.Tables tables) {
    return session.ask(
        new Question(
            sql, tables, options.maxRows(), Question.Freshness.LATEST, settings.asOfOrNull()));
  }

  /** Throws for what means no moment. */
  void checkMoment(String text) {
    options.checkMoment().accept(text);
  }

  /** Prints rows where answers go. */
  void print(Rows rows) {
    PrintWriter file = settings.fileOrNull();
    if (file != null) {
      RowsText.print(rows, settings.format(), settings.expanded(), file, ShellIo.UNLIMITED);
      file.flush();
      return;
    }
    if (!io.isInteractive()) {
      RowsText.print(rows, settings.format(), settings.expanded(), io.out(), io.width());
      io.out().flush();
      return;
    }
    boolean paged = settings.pagerOrNull() != null && rows.cells().size() + 3 > io.height();
    StringWriter text = new StringWriter();
    int width = paged ? ShellIo.UNLIMITED : io.width();
    PrintWriter whole = new PrintWriter(text);
    int left = RowsText.print(rows, settings.format(), settings.expanded(), whole, width);
    if (left > 0) {
      whole.println("\\x shows all columns.");
    }
    whole.flush();
    if (paged) {
      io.out().flush();
      Pager.show(settings.pagerOrNull(), text.toString());
    } else {
      text.toString().lines().takeWhile(line -> !interrupted).forEach(io.out()::println);
      io.out().flush();
    }
  }

  /** Tells a person what nobody else needs to know. */
  void note(String line) {
    if (io.isInteractive()) {
      io.out().println(line);
    }
  }

  /** Tells what was asked for and is no answer. */
  void tell(String line) {
    (io.isInteractive() ? io.out() : io.err()).println(line);
  }

  /** Runs the statements of a file; ends with the first that fails. */
  void include(Path file) {
    if (included == MAX_INCLUDED) {
      throw new CommandException(
          ExitCode.FAILED, "files name files more than " + MAX_INCLUDED + " deep");
    }
    included++;
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      included(new StreamIo(in, io.out(), io.err()));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, file + " can't be read", e);
    } finally {
      included--;
    }
  }

  private void included(StreamIo statements) {
    boolean more = true;
    while (more && !interrupted) {
      ShellIo.Input input = statements.read("");
      more = input instanceof ShellIo.Text text && execute(text);
    }
  }
}
