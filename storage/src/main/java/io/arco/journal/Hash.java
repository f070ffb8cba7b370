package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 hash, as the text that stands in files.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Hash(@JsonValue String hex) {
  private static final int DIGITS = 64;

  /** What commit 1 and manifest 1 name as the hash of the one before: 64 zeros. */
  public static final Hash NONE = new Hash("0".repeat(64));

  /**
   * @throws IllegalArgumentException if the text is not 64 lower-case hexadecimal digits
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Hash {
    if (!isHash(hex)) {
      throw new IllegalArgumentException("not a SHA-256 hash: " + hex);
    }
  }

  /** By hand: hashes are made a million at a time. */
  private static boolean isHash(String hex) {
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return hex.length() == DIGITS;
  }

  /** The hash of these bytes. */
  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The hash of part of these bytes. */
  public static Hash of(byte[] bytes, int offset, int length) {
    MessageDigest digest = sha256();
    digest.update(bytes, offset, length);
    return new Hash(HexFormat.of().formatHex(digest.digest()));
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
