package io.arco.server.cli.shell;

import io.arco.server.cli.CommandException;
import io.arco.server.cli.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** Hands a text to a command that shows it page by page, on the terminal of this process. */
final class Pager {
  private Pager() {}

  /** Shows a text and waits until the person has seen enough. */
  static void show(String command, String text) {
    try {
      Process pager =
          new ProcessBuilder("sh", "-c", command)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      try (OutputStream in = pager.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The person left before the end.
      }
      pager.waitFor();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "there is no pager: " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
