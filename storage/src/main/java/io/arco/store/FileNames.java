package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The path of each key under a root, and back. An ASCII key is its own path. Every other character
 * is written as the {@code %XX} of its UTF-8 bytes: so a name does not depend on the locale the
 * process was started with (under {@code LANG=C} Java can't name such a file at all), and a file
 * system that folds accents can't make two keys one. A key has no {@code %} itself, so the mapping
 * is one to one, and a name like {@code %store} belongs to no key.
 *
 * @param root absolute
 */
record FileNames(Path root) {
  /** The longest path most systems take, in bytes. */
  private static final int MAX_PATH_BYTES = 4095;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /**
   * The path of the key.
   *
   * @throws StoreException if a name or the whole would be longer than file systems take
   */
  Path path(Key key) {
    String encoded = encode(key.text());
    if (encoded.length() != key.text().length()) {
      for (String segment : encoded.split("/")) {
        refuseLonger(segment.length(), Key.MAX_SEGMENT_BYTES, key);
      }
    }
    refuseLonger(root.toString().length() + 1 + encoded.length(), MAX_PATH_BYTES, key);
    return root.resolve(encoded);
  }

  /** The directory of the prefix. */
  Path path(Prefix prefix) {
    String text = prefix.text();
    return text.isEmpty() ? root : path(new Key(text.substring(0, text.length() - 1)));
  }

  /** The segment that a file's name stands for, or null if it stands for none. */
  static String segment(String name) {
    if (name.indexOf('%') < 0) {
      return isAscii(name) && Key.refusal(name) == null ? name : null;
    }
    String decoded = decode(name);
    return decoded != null && Key.refusal(decoded) == null && encode(decoded).equals(name)
        ? decoded
        : null;
  }

  private static String encode(String text) {
    if (isAscii(text)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() * 3);
    for (byte b : text.getBytes(UTF_8)) {
      if (b >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static String decode(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        bytes.write(c < 0x80 ? c : 0xFF);
      } else if (i + 2 < name.length()
          && HexFormat.isHexDigit(name.charAt(i + 1))
          && HexFormat.isHexDigit(name.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        return null;
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static void refuseLonger(int length, int limit, Key key) {
    if (length > limit) {
      throw new StoreException(
          StoreException.Kind.PERMANENT,
          "a file system can't hold the key: a name of more than " + limit + " bytes: " + key,
          null);
    }
  }
}
