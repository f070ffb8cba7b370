package io.arco.server.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Which server and whose workspace; mix it in. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server (default: ${DEFAULT-VALUE}).")
  private String server;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The tenant (default: ${DEFAULT-VALUE}).")
  private String tenant;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The workspace (default: ${DEFAULT-VALUE}).")
  private String workspace;

  /** A client of that server. */
  ArcoClient client() {
    return new ArcoClient(address(), tenant, workspace);
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

  /** Whose workspace. */
  String tenant() {
    return tenant;
  }

  /** Which of the tenant's. */
  String workspace() {
    return workspace;
  }

  /** Queries of that workspace in a store. */
  StoreQuery storeQuery(String store) {
    return new StoreQuery(store, tenant, workspace);
  }

  private CommandException notAnAddress(Throwable cause) {
    return new CommandException(
        ExitCode.USAGE, "--server: " + server + " is not an http:// or https:// address", cause);
  }
}
