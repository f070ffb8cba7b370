package io.arco.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where commits are kept, by the configuration. */
public sealed interface JournalLocation {
  /** In the store, beside everything else. */
  record Objects() implements JournalLocation {
    @Override
    public String toString() {
      return "objects";
    }
  }

  /**
   * In a PostgreSQL database.
   *
   * @param user the role to log in as
   * @param host a name or address
   * @param port 1 to 65,535
   * @param database its name
   * @param sslMode {@code disable}, {@code prefer}, {@code require} or {@code verify-full}
   */
  record Postgresql(String user, String host, int port, String database, String sslMode)
      implements JournalLocation {
    /** For messages to the operator. */
    @Override
    public String toString() {
      return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
  }

  /**
   * Reads {@code objects} or {@code postgresql://USER@HOST:PORT/DATABASE?sslmode=MODE}; the port is
   * 5432 where it is left out, the mode {@code prefer}.
   *
   * @throws IllegalArgumentException saying what is wrong without repeating the text
   */
  static JournalLocation parse(String text) {
    if (text.equals("objects")) {
      return new Objects();
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw mustBe();
    }
    if (!"postgresql".equals(uri.getScheme()) || uri.isOpaque()) {
      throw mustBe();
    }
    return postgresql(uri);
  }

  private static Postgresql postgresql(URI uri) {
    String user = uri.getUserInfo();
    String path = uri.getPath();
    if (user != null && user.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "must hold no password: set ARCO_POSTGRESQL__PASSWORD or postgresql.passwordFile");
    }
    boolean isComplete = user != null && !user.isEmpty() && uri.getHost() != null;
    if (!isComplete || path.length() < 2 || path.indexOf('/', 1) >= 0) {
      throw mustBe();
    }
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw mustBe();
    }
    return new Postgresql(
        user, bare(uri.getHost()), port, path.substring(1), sslMode(uri.getQuery()));
  }

  /** The host, an address of version 6 without its brackets. */
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String sslMode(String query) {
    Map<String, String> parameters = new TreeMap<>(Map.of("sslmode", "prefer"));
    for (String parameter : query == null ? new String[0] : query.split("&")) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    String mode = parameters.get("sslmode");
    if (parameters.size() > 1
        || !Set.of("disable", "prefer", "require", "verify-full").contains(mode)) {
      throw new IllegalArgumentException(
          "of parameters there is sslmode alone: disable, prefer, require or verify-full");
    }
    return mode;
  }

  private static IllegalArgumentException mustBe() {
    return new IllegalArgumentException("must be objects or postgresql://USER@HOST:PORT/DATABASE");
  }
}
