package io.arco.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The secrets that tokens are signed with: the first signs, all verify, so that keys can be
 * exchanged while workers work. Never printed.
 */
public final class SigningKeys {
  /** The shortest secret, in bytes of UTF-8. */
  public static final int MIN_BYTES = 32;

  /** The most secrets at once. */
  public static final int MAX_KEYS = 16;

  private final List<byte[]> secrets;

  private SigningKeys(List<byte[]> secrets) {
    this.secrets = secrets;
  }

  /**
   * Reads secrets, which are apart by white space.
   *
   * @throws IllegalArgumentException if there is none, too many, or one is too short; the message
   *     does not show it
   */
  public static SigningKeys parse(String text) {
    List<byte[]> secrets = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      byte[] secret = word.getBytes(UTF_8);
      if (secret.length < MIN_BYTES) {
        throw new IllegalArgumentException("a key must have at least " + MIN_BYTES + " bytes");
      }
      secrets.add(secret);
    }
    if (secrets.size() > MAX_KEYS) {
      throw new IllegalArgumentException("there can be at most " + MAX_KEYS + " keys");
    }
    return new SigningKeys(List.copyOf(secrets));
  }

  /** The secret that signs. Not to be changed. */
  byte[] signing() {
    return secrets.get(0);
  }

  /** All secrets. Not to be changed. */
  List<byte[]> all() {
    return secrets;
  }

  @Override
  public String toString() {
    return secrets.size() + " signing keys";
  }
}
