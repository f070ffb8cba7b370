package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell as a process: through a pipe, and at a terminal. */
final class ShellProcessTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /**
   * Has the shell that script starts take the place of itself: it would get Ctrl-C, too, and some
   * end of it. Where this process ignores Ctrl-C, as in the background, its child need not.
   */
  private static final String INSTEAD =
      "hears=; env --default-signal=INT true && hears='env --default-signal=INT'; exec $hears ";

  private static final long PRESS_NANOS = 500_000_000;
  private static final String PROMPT = "arco> ";
  private static final String ENDLESS =
      "select count(*) from range(100000000) a(x), range(100000) b(y) where x * y % 7 = 3;";

  @TempDir private Path directory;
  private String store;

  @BeforeEach
  void makeStore() {
    store = "file:" + directory.resolve("store");
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
      server.client().post("/api/v1/catalogs", "{\"name\":\"lake\"}").expect(201);
      server.client().post("/api/v1/snapshots", null).expect(200);
    }
  }

  @Test
  void statementsOfAPipeAreAnsweredUntilOneFails() throws Exception {
    Path typed = directory.resolve("typed.sql");
    Files.writeString(
        typed, "\\format csv\nselect name\nfrom system.catalog.catalogs;\nselect nme;\nselect 3;");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process shell =
        new ProcessBuilder(ArcoProcess.command(directory, "sql", "--store", store))
            .redirectInput(typed.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(shell.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals("name\r\nlake\r\n", Files.readString(out));
    assertTrue(
        Files.readString(err).startsWith("arco: INVALID_SQL at line 4, column 8: Binder Error"),
        Files.readString(err));
    assertEquals(1, shell.exitValue());
  }

  /** Runs where {@code script} makes a terminal; elsewhere it says that it did not. */
  @Test
  void atATerminalKeysWorkAndControlCEndsTheStatementAlone() throws Exception {
    if (!Files.isExecutable(SCRIPT) || !System.getProperty("os.name").equals("Linux")) {
      System.out.println("ShellProcessTest: no script here, so there was no terminal to try");
      return;
    }
    String command =
        ArcoProcess.command(directory, "sql", "--store", store).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", INSTEAD, ""));
    Path screen = directory.resolve("screen");
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("XDG_STATE_HOME");
    Process terminal = builder.start();
    try (OutputStream keys = terminal.getOutputStream()) {
      await(screen, PROMPT, 1);
      types(keys, "sel\tname from system.cata\tcatal\t;\r");
      await(screen, "(1 row)", 1);
      await(screen, PROMPT, 2);
      types(keys, ENDLESS + "\r");
      await(screen, "= 3;", 1);
      cancels(keys, screen);
      answers(keys, screen);
      types(keys, "\\q\r");
      assertTrue(terminal.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS), text(screen));
      assertEquals(0, terminal.exitValue(), text(screen));
    } finally {
      terminal.descendants().forEach(ProcessHandle::destroyForcibly);
      terminal.destroyForcibly();
    }
    assertTrue(
        Files.readString(directory.resolve(".local/state/arco/sql_history"))
            .contains("select name from system.catalog.catalogs"));
  }

  /**
   * Presses Ctrl-C until the statement is cancelled. Where it was pressed before the statement ran,
   * it took the line away, and the prompt is back: then the statement is typed again.
   */
  private static void cancels(OutputStream keys, Path screen) {
    int[] prompts = {count(screen, PROMPT)};
    repeats(
        () -> {
          boolean isBack = count(screen, PROMPT) > prompts[0];
          prompts[0] = count(screen, PROMPT);
          types(keys, isBack ? ENDLESS + "\r" : "\003");
        },
        screen,
        "Cancelled.");
    await(screen, PROMPT, prompts[0] + 1);
  }

  /** Types a statement, again where a Ctrl-C that came late took some of it away. */
  private static void answers(OutputStream keys, Path screen) {
    int[] prompts = {count(screen, PROMPT) - 1};
    repeats(
        () -> {
          if (count(screen, PROMPT) > prompts[0]) {
            prompts[0] = count(screen, PROMPT);
            types(keys, "select 40 + 2 as answer;\r");
          }
        },
        screen,
        "    42");
    await(screen, PROMPT, prompts[0] + 1);
  }

  /** Presses these keys again and again until a text is on the screen. */
  private static void repeats(Runnable keys, Path screen, String text) {
    long[] done = {System.nanoTime()};
    await(
        "'" + text + "' on the screen",
        screen,
        () -> {
          if (System.nanoTime() - done[0] > PRESS_NANOS) {
            keys.run();
            done[0] = System.nanoTime();
          }
          return count(screen, text) > 0;
        });
  }

  private static void types(OutputStream keys, String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Path screen, String text, int times) {
    await(
        "'" + text + "' on the screen " + times + " times",
        screen,
        () -> count(screen, text) >= times);
  }

  private static void await(String what, Path screen, BooleanSupplier condition) {
    try {
      Await.until(what, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; on it is: " + text(screen), e);
    }
  }

  private static int count(Path screen, String text) {
    return text(screen).split(Pattern.quote(text), -1).length - 1;
  }

  private static String text(Path screen) {
    try {
      return Files.readString(screen).replaceAll("\033\\[[0-9;?]*[A-Za-z]|[\b\r]", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
