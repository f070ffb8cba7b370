package io.arco.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A token that was just made. It is shown once; a file keeps its hash. */
public final class NewToken {
  /** What tokens begin with, so that scanners know one that was left lying about. */
  public static final String PREFIX = "arco_";

  private static final int RANDOM_BYTES = 32;

  private final String text;

  private NewToken(String text) {
    this.text = text;
  }

  /** Draws one; the randomness must be fit for secrets. */
  public static NewToken draw(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new NewToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The token, for who is to bear it. */
  public String text() {
    return text;
  }

  /** Its hash, as files hold it. */
  public String sha256() {
    return HexFormat.of().formatHex(hash(text));
  }

  /** The SHA-256 of a token's UTF-8. */
  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "a token";
  }
}
