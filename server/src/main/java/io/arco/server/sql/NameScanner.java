package io.arco.server.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a dotted name, bare or quoted, with white space and comments between its parts, from a
 * position in a text known to parse.
 */
final class NameScanner {
  private final byte[] text;
  private int at;

  /**
   * One part.
   *
   * @param name without quotes
   * @param start its first byte
   * @param end the byte after it
   */
  record Part(String name, int start, int end) {}

  NameScanner(byte[] text, int start) {
    this.text = text;
    this.at = start;
  }

  /** The next parts, as many as there are up to {@code count}. */
  List<Part> scan(int count) {
    List<Part> parts = new ArrayList<>();
    while (parts.size() < count) {
      Part part = peek() == '"' ? quoted() : bare();
      if (part.start() == part.end()) {
        return parts;
      }
      parts.add(part);
      if (parts.size() < count && !dot()) {
        return parts;
      }
    }
    return parts;
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : -1;
  }

  private Part bare() {
    int start = at;
    while (isNameByte(peek())) {
      at++;
    }
    return new Part(new String(text, start, at - start, StandardCharsets.UTF_8), start, at);
  }

  private static boolean isNameByte(int c) {
    return c >= 0x80 || c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }

  private Part quoted() {
    int start = at++;
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    while (peek() != -1) {
      int c = text[at++] & 0xff;
      if (c == '"') {
        if (peek() != '"') {
          break;
        }
        at++;
      }
      name.write(c);
    }
    return new Part(name.toString(StandardCharsets.UTF_8), start, at);
  }

  /** Moves past a dot and what may surround it. */
  private boolean dot() {
    skipBlank();
    if (peek() != '.') {
      return false;
    }
    at++;
    skipBlank();
    return true;
  }

  private void skipBlank() {
    while (true) {
      int next = at + 1 < text.length ? text[at + 1] : -1;
      if (peek() != -1 && peek() <= ' ') {
        at++;
      } else if (peek() == '-' && next == '-') {
        skipLine();
      } else if (peek() == '/' && next == '*') {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipLine() {
    while (peek() != -1 && peek() != '\n' && peek() != '\r') {
      at++;
    }
  }

  private void skipComment() {
    int open = 0;
    do {
      int next = at + 1 < text.length ? text[at + 1] : -1;
      if (peek() == '/' && next == '*') {
        open++;
        at += 2;
      } else if (peek() == '*' && next == '/') {
        open--;
        at += 2;
      } else {
        at++;
      }
    } while (open > 0 && at < text.length);
  }
}
