package io.arco.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that tokens and URLs are signed with: the first signs, all verify, so that keys can
 * be exchanged while workers work. Never printed. What is signed begins, for each purpose, as for
 * no other: one signature never stands for another. Thread-safe.
 */
public final class SigningKeys {
  /** The shortest secret, in bytes of UTF-8. */
  public static final int MIN_BYTES = 32;

  /** The most secrets at once. */
  public static final int MAX_KEYS = 16;

  private static final String ALGORITHM = "HmacSHA256";

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

  /** The signature of the key that signs: HMAC-SHA256, 32 bytes. */
  public byte[] sign(byte[] text) {
    return signature(secrets.get(0), text);
  }

  /**
   * Whether one of the keys has signed a text. Takes as long for a wrong signature as for a right
   * one.
   *
   * @param encoding the form in which signatures of this purpose are given
   * @param given in that form
   */
  public boolean verify(byte[] text, UnaryOperator<byte[]> encoding, byte[] given) {
    boolean isSigned = false;
    for (byte[] secret : secrets) {
      isSigned |= MessageDigest.isEqual(encoding.apply(signature(secret, text)), given);
    }
    return isSigned;
  }

  private static byte[] signature(byte[] secret, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(text);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return secrets.size() + " signing keys";
  }
}
