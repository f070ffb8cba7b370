package io.arco.server.cli;

import io.arco.server.cli.shell.Shell;
import io.arco.server.cli.shell.SqlSession;
import io.arco.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/**
 * A person at the terminal of a shell, which runs in this process: keys go in, a screen comes out.
 */
final class PersonAtTerminal implements AutoCloseable {
  static final String CTRL_C = "\003";
  static final String CTRL_D = "\004";
  static final String TAB = "\t";
  static final String ENTER = "\r";

  private static final int LINES = 40;
  private static final int PIPE_BYTES = 1 << 16;

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Terminal terminal;
  private final Thread thread;
  private int seen;

  PersonAtTerminal(SqlSession session, Shell.Options options, int columns) throws IOException {
    terminal =
        TerminalBuilder.builder()
            .system(false)
            .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
            .streams(new PipedInputStream(keys, PIPE_BYTES), screen)
            .encoding(StandardCharsets.UTF_8)
            .type("xterm")
            .size(new Size(columns, LINES))
            .build();
    Shell shell = new Shell(session, options);
    thread =
        new Thread(
            () -> {
              try {
                shell.run(terminal);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "shell");
    thread.start();
    sees("arco> ");
  }

  void types(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Types a line that needs no second one on the screen, and waits until the prompt is there again:
   * what was on the screen meanwhile.
   */
  String enters(String line) {
    types(line + ENTER);
    return sees("> ", line);
  }

  void pressesUp() {
    types(terminal.getStringCapability(Capability.key_up).replace("\\E", "\033"));
  }

  /** Waits until a text is on the screen, behind what was seen before. */
  String sees(String text) {
    return sees(text, "");
  }

  private String sees(String text, String behind) {
    Await.until("'" + text + "' on the screen", () -> end(text, behind) >= 0);
    String found = shown().substring(0, end(text, behind));
    seen += found.length();
    return found;
  }

  /** Where what is waited for ends on the screen; -1 if it is not there. */
  private int end(String text, String behind) {
    String screen = shown();
    int from = screen.indexOf(behind);
    int at = from < 0 ? -1 : screen.indexOf(text, from + behind.length());
    return at < 0 ? -1 : at + text.length();
  }

  /** Whether the shell has ended. */
  boolean isAlone() {
    return !thread.isAlive();
  }

  private String shown() {
    return whole().substring(seen);
  }

  /** Without what moves the cursor, there and back, and sets colours. */
  private String whole() {
    return screen
        .toString(StandardCharsets.UTF_8)
        .replaceAll("\033(?:\\[[0-9;?]*[A-Za-z]|[=>])", "")
        .replaceAll("[\r\b]", "");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    types(CTRL_C + CTRL_D);
    thread.join(Await.DEADLINE_SECONDS * 1_000);
    terminal.close();
  }
}
