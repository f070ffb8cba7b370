package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco deploy}: a manifest of assets. */
@Command(name = "deploy", description = "Deploy a manifest: all assets of the workspace.")
final class DeployCommand implements Callable<Integer> {
  /** The longest manifest, in bytes. */
  static final int MAX_BYTES = 64 << 20;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "FILE", description = "JSON; - reads it from standard input.")
  private String file;

  @Override
  public Integer call() throws IOException {
    JsonNode answer = server.client().create("/api/v1/manifests", manifest()).orFail();
    JsonNode manifest = answer.path("manifest");
    spec.commandLine()
        .getOut()
        .println(
            (answer.path("changed").asBoolean() ? "Deployed manifest " : "Unchanged: manifest ")
                + manifest.path("version").asLong()
                + ", "
                + manifest.path("assetCount").asInt()
                + " assets");
    return ExitCode.OK;
  }

  private JsonNode manifest() throws IOException {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CommandException(
            ExitCode.USAGE, "the manifest is longer than " + MAX_BYTES + " bytes");
      }
      return Json.MAPPER.readTree(bytes);
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + file, e);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new CommandException(
          ExitCode.USAGE, file + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
