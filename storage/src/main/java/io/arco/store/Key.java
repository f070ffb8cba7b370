package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The name of one object in a store: one or more non-empty segments joined by {@code /}, relative
 * to the store's root. At most {@value #MAX_BYTES} bytes of UTF-8, each segment at most {@value
 * #MAX_SEGMENT_BYTES}. Keys are ordered by their UTF-8 bytes.
 *
 * <p>Refused: an empty text, a leading or trailing {@code /}, empty segments, {@code .} and {@code
 * ..} segments, backslash, {@code %} (so that no encoded form of a refused text gets through),
 * control characters and halves of surrogate pairs (which have no UTF-8).
 *
 * <p>A key that is a folder of another ({@code a} beside {@code a/b}) can be made, but not every
 * store can hold both: nothing in Arco uses such pairs.
 *
 * @param text the key's text
 */
public record Key(String text) implements Comparable<Key> {
  /** The longest key, in bytes of UTF-8 (the limit of S3). */
  public static final int MAX_BYTES = 1024;

  /** The longest segment, in bytes of UTF-8 (the limit of common file systems). */
  public static final int MAX_SEGMENT_BYTES = 255;

  /**
   * @throws IllegalArgumentException if the text is not a valid key
   */
  public Key {
    check(text);
  }

  @Override
  public int compareTo(Key other) {
    return Utf8Order.compare(text, other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  static void check(String text) {
    String refusal = refusal(text);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
  }

  /** Why the text is no key, or null if it is one. */
  static String refusal(String text) {
    if (text.isEmpty()) {
      return "key is empty";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '%' || Character.isISOControl(c)) {
        return "key has a refused character at index " + i;
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return "key has half of a surrogate pair at index " + i;
        }
        i++;
      }
    }
    if (text.getBytes(UTF_8).length > MAX_BYTES) {
      return "key is longer than " + MAX_BYTES + " bytes";
    }
    for (String segment : text.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "key has a refused segment '" + segment + "'";
      }
      if (segment.getBytes(UTF_8).length > MAX_SEGMENT_BYTES) {
        return "key has a segment longer than " + MAX_SEGMENT_BYTES + " bytes";
      }
    }
    return null;
  }

  private static boolean startsPair(String text, int index) {
    return index + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }
}
