package io.arco.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.io.IOException;
import java.util.Arrays;

/**
 * JSON objects that carry their own hash, so that a flipped bit is found without anything else at
 * hand: the last field, {@code "seal"}, is the SHA-256 of all bytes before the comma that precedes
 * it. Used by {@code workspace.json}, by manifests and by the header lines of commits.
 */
public final class Sealed {
  private static final byte[] BEFORE = ",\"seal\":\"".getBytes(US_ASCII);
  private static final byte[] AFTER = "\"}".getBytes(US_ASCII);
  private static final int LENGTH = BEFORE.length + 64 + AFTER.length;

  private Sealed() {}

  /** Writes a value that is a JSON object with at least one field, sealed. */
  public static byte[] encode(Object value) {
    byte[] json = Json.bytes(value);
    int end = json.length - 1;
    byte[] hash = Hash.of(json, 0, end).hex().getBytes(US_ASCII);
    byte[] sealed = Arrays.copyOf(json, end + LENGTH);
    System.arraycopy(BEFORE, 0, sealed, end, BEFORE.length);
    System.arraycopy(hash, 0, sealed, end + BEFORE.length, hash.length);
    System.arraycopy(AFTER, 0, sealed, sealed.length - AFTER.length, AFTER.length);
    return sealed;
  }

  /**
   * Reads a sealed object: first its format, which decides whether the rest means anything here,
   * then its seal.
   *
   * @param object its name for messages
   * @param type what its {@code type} must say
   * @return its tree, without the seal
   * @throws CorruptObjectException if it is no such object or its seal does not hold
   * @throws io.arco.problem.ProblemException FORMAT_TOO_NEW
   */
  public static JsonNode decode(String object, String type, byte[] bytes) {
    return decode(object, type, bytes, 0, bytes.length);
  }

  /** Reads a sealed object that is part of these bytes. */
  static JsonNode decode(String object, String type, byte[] bytes, int from, int to) {
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(bytes, from, to - from);
    } catch (IOException e) {
      throw new CorruptObjectException(object, "it does not parse");
    }
    Format.check(object, tree, type);
    check(object, bytes, from, to);
    ((ObjectNode) tree).remove("seal");
    return tree;
  }

  private static void check(String object, byte[] bytes, int from, int to) {
    int end = to - LENGTH;
    int hash = end + BEFORE.length;
    int after = to - AFTER.length;
    if (end <= from
        || !Arrays.equals(bytes, end, hash, BEFORE, 0, BEFORE.length)
        || !Arrays.equals(bytes, after, to, AFTER, 0, AFTER.length)) {
      throw new CorruptObjectException(object, "it has no seal");
    }
    String named = new String(bytes, hash, 64, US_ASCII);
    String is = Hash.of(bytes, from, end - from).hex();
    if (!is.equals(named)) {
      throw new CorruptObjectException(object, "it hashes to " + is + ", its seal says " + named);
    }
  }
}
