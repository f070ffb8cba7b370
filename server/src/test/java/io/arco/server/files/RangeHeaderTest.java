package io.arco.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.files.RangeHeader.Asked;
import io.arco.store.ByteRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What part of a file of ten bytes a header asks for. */
final class RangeHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-5, 3, 3",
    "bytes=3-, 3, 7",
    "bytes=9-, 9, 1",
    "bytes=3-99, 3, 7",
    "bytes=-1, 9, 1",
    "bytes=-10, 0, 10",
    "bytes=-99, 0, 10",
    "BYTES=0-0, 0, 1",
    "bytes=0-999999999999999999, 0, 10"
  })
  void onePart(String header, long offset, long length) {
    assertEquals(new Asked.Part(new ByteRange(offset, length)), RangeHeader.of(header, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void nothingThatIsThere(String header) {
    assertEquals(new Asked.Unsatisfiable(), RangeHeader.of(header, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=5-3",
        "bytes=-",
        "bytes=a-b",
        "bytes 0-1",
        "items=0-1",
        "bytes=0-1234567890123456789",
        ""
      })
  void whatIsNoSingleRangeOfBytesIsTheWhole(String header) {
    assertEquals(new Asked.Whole(), RangeHeader.of(header, 10));
    assertEquals(new Asked.Whole(), RangeHeader.of(null, 10));
  }
}
