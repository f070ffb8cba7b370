package io.arco.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One command line, run in this process.
 *
 * @param status what the shell would see
 * @param out what was written to standard output
 * @param err what was written to standard error
 */
record TerminalRun(int status, String out, String err) {
  static TerminalRun arco(String... args) {
    return arco(Map.of(), args);
  }

  static TerminalRun arco(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = ArcoCommand.run(new PrintWriter(out), new PrintWriter(err), environment, args);
    return new TerminalRun(status, out.toString(), err.toString());
  }
}
