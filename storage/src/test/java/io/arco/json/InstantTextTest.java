package io.arco.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.testing.Seeds;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of instants, against the formatter of the JDK. */
class InstantTextTest {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int INSTANTS = 100_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2024-02-29T12:34:56.001Z"
      })
  void theEndsOfYearsAndErasAreWrittenAsTheFormatterWritesThem(String text) {
    Instant instant = Instant.parse(text);
    assertEquals(FORMAT.format(instant), InstantText.of(instant));
  }

  @Test
  void anyInstantIsWrittenAsTheFormatterWritesIt() {
    Seeds seeds = Seeds.of("InstantTextTest");
    for (int i = 0; i < INSTANTS; i++) {
      long second = seeds.random().nextLong() >> (25 + seeds.below(30));
      Instant instant = Instant.ofEpochSecond(second, seeds.below(1_000_000_000));
      assertEquals(FORMAT.format(instant), InstantText.of(instant));
    }
  }
}
