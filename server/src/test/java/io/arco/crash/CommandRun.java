package io.arco.crash;

import io.arco.server.cli.ArcoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command line that runs in this process: quicker where no process of its own is needed. */
final class CommandRun {
  private CommandRun() {}

  /** Runs {@code arco ARGUMENTS}. */
  static ArcoProcess.Ended of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = ArcoCommand.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
    return new ArcoProcess.Ended(status, out.toString(), err.toString());
  }
}
