package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final String BEYOND = new String(Character.toChars(0x10000));

  static Stream<String> refused() {
    return Stream.of(
        // Traversal.
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "./a",
        "a/.",
        // Absolute.
        "/",
        "/a",
        "//a",
        "/etc/passwd",
        // Empty segments.
        "",
        "a/",
        "a//b",
        "a/b//",
        // Encoded.
        "%2e%2e/a",
        "a%2fb",
        "a/%2E%2E/b",
        "%",
        "a%00b",
        "%252e",
        // Backslash.
        "..\\a",
        "a\\b",
        "C:\\a",
        // Control characters: C0, DEL, C1.
        "a\0b",
        "a\nb",
        "a\rb",
        "a\tb",
        "\u001bq",
        "a\u007fb",
        "a\u0085b",
        "a\u009fb",
        // Half of a pair.
        "\ud800",
        "a\udc00",
        "\udc00\ud800",
        "a\ud800/b",
        // Too long: a segment, one of two bytes a character, the whole.
        "a".repeat(256),
        "é".repeat(128),
        "b/" + "a".repeat(256),
        ("a".repeat(127) + "/").repeat(8) + "b");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aTextThatIsNoKeyIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> new Key(text));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void norIsItAPrefix(String text) {
    if (!text.isEmpty() && !text.equals("a/")) {
      assertThrows(IllegalArgumentException.class, () -> new Prefix(text + "/"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "...",
        "..a",
        "a..",
        "a/..b/c",
        "tenant=t/workspace=w/journal/00000000000000000001.json",
        " ",
        "a b",
        "a:b",
        "~",
        "a+b=c&d?e#f",
        "é",
        "日本",
        "\uE000",
        "a*b",
        "-"
      })
  void anyOtherTextIsAKey(String text) {
    assertEquals(text, new Key(text).text());
    assertEquals(text, new Key(text).toString());
  }

  @Test
  void theLongestKeysAreKeys() {
    assertEquals(255, new Key("a".repeat(255)).text().length());
    String longest = ("a".repeat(127) + "/").repeat(7) + "b".repeat(128);
    assertEquals(Key.MAX_BYTES, new Key(longest).text().length());
  }

  @Test
  void keysAreOrderedByTheirUtf8Bytes() {
    Seeds seeds = Seeds.of("key order");
    String alphabet = "a/-0é\uD7FF\uE000\uFFFD";
    for (int i = 0; i < 10_000; i++) {
      String a = text(seeds, alphabet);
      String b = text(seeds, alphabet);
      int expected =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertEquals(
          Integer.signum(expected), Integer.signum(Utf8Order.compare(a, b)), a + " and " + b);
    }
  }

  @Test
  void aPrefixHoldsWhatIsBelowItAndNoSibling() {
    Prefix prefix = new Prefix("a/");
    assertTrue(prefix.contains(new Key("a/b")));
    assertTrue(prefix.contains(new Key("a/b/c")));
    assertFalse(prefix.contains(new Key("a")));
    assertFalse(prefix.contains(new Key("ab/c")));
    assertFalse(prefix.contains(new Key("a-b/c")));
    assertTrue(Prefix.ROOT.contains(new Key("anything")));
    assertEquals(new Key("a/b/c"), prefix.folder("b").key("c"));
    assertEquals(new Key("c"), Prefix.ROOT.key("c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../b", "", "/b", "b//c", "%2e"})
  void aNameInAPrefixCannotLeaveIt(String name) {
    assertThrows(IllegalArgumentException.class, () -> new Prefix("a/").key(name));
    assertThrows(IllegalArgumentException.class, () -> new Prefix("a/").folder(name));
  }

  @Test
  void aPrefixEndsWithASlash() {
    assertThrows(IllegalArgumentException.class, () -> new Prefix("a"));
  }

  private static String text(Seeds seeds, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int length = seeds.below(4); text.length() < length; ) {
      int at = seeds.below(alphabet.length() + 1);
      text.append(at == alphabet.length() ? BEYOND : alphabet.substring(at, at + 1));
    }
    return text.toString();
  }
}
