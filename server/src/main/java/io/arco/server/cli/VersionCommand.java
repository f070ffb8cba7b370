package io.arco.server.cli;

import io.arco.journal.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code arco version}: what this jar is. */
@Command(
    name = "version",
    description = "Tell the version, the storage format, the commit and the JDK.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Properties build = buildProperties();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", build.getProperty("version"));
    facts.put("commit", build.getProperty("commit"));
    facts.put("storageFormat", Format.CURRENT);
    facts.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    output.print(spec.commandLine(), Rows.ofFacts(facts));
    return ExitCode.OK;
  }

  static Properties buildProperties() {
    Properties properties = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("/arco-version.properties")) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
