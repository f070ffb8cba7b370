package io.arco.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** The token in a header {@code Authorization}. */
public final class Credentials {
  /** The longest token, in characters. */
  public static final int MAX_TOKEN = 8_192;

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private Credentials() {}

  /** The token of {@code Bearer TOKEN}; empty for anything else, null included. */
  public static Optional<String> bearer(String headerOrNull) {
    return behind(BEARER, headerOrNull)
        .filter(token -> token.chars().allMatch(c -> c >= '!' && c <= '~'));
  }

  /**
   * The token of {@code Basic base64(USER:TOKEN)}, whoever the user is; empty for anything else,
   * null included.
   */
  public static Optional<String> basic(String headerOrNull) {
    return behind(BASIC, headerOrNull).flatMap(Credentials::password);
  }

  private static Optional<String> password(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : bearer(BEARER + text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> behind(String scheme, String headerOrNull) {
    if (headerOrNull == null || !headerOrNull.regionMatches(true, 0, scheme, 0, scheme.length())) {
      return Optional.empty();
    }
    String rest = headerOrNull.substring(scheme.length()).strip();
    return rest.isEmpty() || rest.length() > 2 * MAX_TOKEN ? Optional.empty() : Optional.of(rest);
  }
}
