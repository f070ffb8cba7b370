package io.arco.server.auth;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names a server without auth may be asked by. A page in a browser can have its own name point
 * to 127.0.0.1, and would then read all that is there; but its requests say that name. Thread-safe.
 */
public final class HostNames {
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private final Set<String> allowed;

  /** These, every address, and {@code localhost}. */
  public HostNames(Set<String> allowed) {
    this.allowed = allowed;
  }

  /**
   * Whether a request may ask for this host: an address can't be rebound, and neither can {@code
   * localhost}.
   *
   * @param authorityOrNull name and port; null where a request has none, which no browser sends
   */
  public boolean allow(String authorityOrNull) {
    if (authorityOrNull == null) {
      return true;
    }
    String host = PORT.matcher(authorityOrNull.toLowerCase(Locale.ROOT)).replaceFirst("");
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || ADDRESS.matcher(host).matches()
        || allowed.contains(host);
  }
}
