package io.arco.server.cli;

import io.arco.server.auth.Credentials;
import io.arco.server.remote.RemoteServer;
import io.arco.store.Workspace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which server, whose workspace, and by what token; mix it in. */
final class ServerOptions {
  /** The variable with the token of clients. */
  static final String TOKEN_VARIABLE = "ARCO_TOKEN";

  /** The variable with the certificates that clients trust. */
  static final String CA_VARIABLE = "ARCO_CA_FILE";

  private static final String DEFAULT_NAME = "default";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server (default: ${DEFAULT-VALUE}).")
  private String server;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "The tenant (default: the token's, else default).")
  private String tenant;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "The workspace (default: the token's first, else default).")
  private String workspace;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "The bearer token (default: that of "
              + TOKEN_VARIABLE
              + ", which others on the machine can't see).")
  private String token;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates in PEM to trust instead of Java's (default: those of " + CA_VARIABLE + ").")
  private Path caFile;

  /** A client of that server. */
  ArcoClient client() {
    return new ArcoClient(remote());
  }

  /** That server. */
  RemoteServer remote() {
    return new RemoteServer(address(), tenant, workspace, bearer(), trusted());
  }

  /** Its address, without a slash at the end. */
  URI address() {
    URI uri;
    try {
      uri = URI.create(server.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw notAnAddress(e);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw notAnAddress(null);
    }
    return uri;
  }

  /** Never shown. */
  private String bearer() {
    String said = token != null ? token : environment().get(TOKEN_VARIABLE);
    if (said == null || said.isBlank()) {
      return null;
    }
    return Credentials.bearer("Bearer " + said)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    (token != null ? "--token" : TOKEN_VARIABLE) + ": not a token"));
  }

  private Path trusted() {
    String variable = environment().get(CA_VARIABLE);
    Path file = caFile != null || variable == null ? caFile : Path.of(variable);
    if (file != null && !Files.isReadable(file)) {
      throw new CommandException(
          ExitCode.USAGE,
          (caFile != null ? "--ca-file" : CA_VARIABLE) + ": " + file + " can't be read");
    }
    return file;
  }

  private Map<String, String> environment() {
    return command.root().userObject() instanceof ArcoCommand root ? root.environment() : Map.of();
  }

  /** The workspace meant in a store. */
  Workspace storeWorkspace() {
    try {
      return Workspace.of(
          tenant == null ? DEFAULT_NAME : tenant, workspace == null ? DEFAULT_NAME : workspace);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private CommandException notAnAddress(Throwable cause) {
    return new CommandException(
        ExitCode.USAGE, "--server: " + server + " is not an http:// or https:// address", cause);
  }
}
