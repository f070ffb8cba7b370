package io.arco.server;

import io.arco.server.cli.ArcoCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The one main of the jar. */
public final class Main {
  private Main() {}

  /** Runs the command named by the arguments and ends the process with its exit code. */
  public static void main(String[] args) {
    // Netty's flight recorder events cost a start some sixty classes; nobody records them here.
    System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int status = ArcoCommand.run(out, err, System.getenv(), args);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /** UTF-8 whatever the locale: names and values are any text. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
