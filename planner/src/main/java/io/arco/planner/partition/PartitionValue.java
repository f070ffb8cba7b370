package io.arco.planner.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Base64;

/**
 * The value of one dimension in a partition key. Its text is a tag and the value; a value has one
 * text only.
 */
public sealed interface PartitionValue {
  /** The canonical text: {@code tag:value}. */
  String text();

  /** No value: {@code n:null}. */
  record Null() implements PartitionValue {
    @Override
    public String text() {
      return "n:null";
    }
  }

  /** A truth value: {@code b:true}. */
  record Bool(boolean value) implements PartitionValue {
    @Override
    public String text() {
      return "b:" + value;
    }
  }

  /** A whole number: {@code i:-5}. */
  record Int(long value) implements PartitionValue {
    @Override
    public String text() {
      return "i:" + value;
    }
  }

  /**
   * A text: {@code s:} and the base64url, without padding, of its UTF-8.
   *
   * @param value without lone surrogates
   */
  record Text(String value) implements PartitionValue {
    @Override
    public String text() {
      return "s:" + Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(UTF_8));
    }
  }

  /**
   * A date: {@code d:2025-01-15}.
   *
   * @param value from 1970 to 9999
   */
  record Date(LocalDate value) implements PartitionValue {
    /** Checks the year. */
    public Date {
      checkYear(value.getYear());
    }

    @Override
    public String text() {
      return "d:" + value;
    }
  }

  /**
   * An instant: {@code t:2025-01-15T06:00:00.000000Z}, always with six decimals.
   *
   * @param value from the first instant of 1970 in any zone to 9999, in whole microseconds
   */
  record Time(Instant value) implements PartitionValue {
    /** Midnight of 1970-01-01 fourteen hours ahead of UTC, where years begin first. */
    private static final Instant FIRST = Instant.parse("1969-12-31T10:00:00Z");

    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    /** Checks year and precision. */
    public Time {
      if (value.isBefore(FIRST)) {
        throw new IllegalArgumentException("it is before " + FIRST + ", when 1970 first begins");
      }
      checkYear(Math.max(1970, value.atOffset(ZoneOffset.UTC).getYear()));
      if (value.getNano() % 1_000 != 0) {
        throw new IllegalArgumentException("finer than a microsecond: " + value);
      }
    }

    @Override
    public String text() {
      return "t:" + FORMAT.format(value);
    }
  }

  private static void checkYear(int year) {
    if (year < 1970 || year > 9999) {
      throw new IllegalArgumentException("the year is " + year + ", not from 1970 to 9999");
    }
  }

  /**
   * Reads a canonical text.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static PartitionValue parse(String text) {
    if (text.length() < 2 || text.charAt(1) != ':') {
      throw new IllegalArgumentException("a value is a tag, a colon and text");
    }
    PartitionValue value = read(text.charAt(0), text.substring(2));
    if (!value.text().equals(text)) {
      throw new IllegalArgumentException("its canonical text is " + value.text());
    }
    return value;
  }

  private static PartitionValue read(char tag, String text) {
    try {
      return switch (tag) {
        case 'n' -> new Null();
        case 'b' -> new Bool(Boolean.parseBoolean(text));
        case 'i' -> new Int(Long.parseLong(text));
        case 's' -> new Text(utf8(Base64.getUrlDecoder().decode(text)));
        case 'd' -> new Date(LocalDate.parse(text));
        case 't' -> new Time(Instant.from(Time.FORMAT.parse(text)));
        default -> throw new IllegalArgumentException("there is no tag " + tag);
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no such " + (tag == 'd' ? "date" : "time"), e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no whole number of 64 bits", e);
    }
  }

  private static String utf8(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }
}
