package io.arco.server.files;

import io.arco.store.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a request asks for (RFC 9110, 14). One range of bytes is honoured; of
 * several, or of what is no such range, nothing: then the whole is asked for.
 */
public final class RangeHeader {
  private static final Pattern ONE =
      Pattern.compile("bytes=[ \\t]*([0-9]{0,18})-([0-9]{0,18})[ \\t]*", Pattern.CASE_INSENSITIVE);

  private RangeHeader() {}

  /** What is asked for. */
  public sealed interface Asked {
    /** All of it. */
    record Whole() implements Asked {}

    /**
     * Some of it.
     *
     * @param range lies within the file
     */
    record Part(ByteRange range) implements Asked {}

    /** Nothing that the file has. */
    record Unsatisfiable() implements Asked {}
  }

  /**
   * What a header asks of a file.
   *
   * @param headerOrNull the value of {@code Range}
   * @param size the file's size, at least 1
   */
  public static Asked of(String headerOrNull, long size) {
    Matcher range = headerOrNull == null ? null : ONE.matcher(headerOrNull);
    if (range == null || !range.matches()) {
      return new Asked.Whole();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Asked.Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return new Asked.Whole();
    }
    if (from >= size) {
      return new Asked.Unsatisfiable();
    }
    return new Asked.Part(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  private static Asked suffix(long length, long size) {
    if (length == 0) {
      return new Asked.Unsatisfiable();
    }
    long taken = Math.min(length, size);
    return new Asked.Part(new ByteRange(size - taken, taken));
  }
}
