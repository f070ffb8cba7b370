package io.arco.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Task tokens: what they say, and what is no token. */
final class TaskTokensTest {
  private static final String FIRST = "0123456789abcdef0123456789abcdef";
  private static final String SECOND = "fedcba9876543210fedcba9876543210";

  private static final TaskToken TOKEN =
      TaskToken.of(
          Workspace.of("acme", "lake"),
          UUID.fromString("0199f3a1-7c00-7000-8000-000000000001"),
          7,
          2,
          UUID.fromString("0199f3a1-7c00-7000-8000-000000000002"),
          Instant.parse("2026-01-31T23:59:59.123Z"));

  /** Made with another implementation: base64url and hmac of Python. */
  private static final String GOLDEN =
      "eyJ2IjoxLCJ0ZW5hbnQiOiJhY21lIiwid29ya3NwYWNlIjoibGFrZSIsInJ1biI6IjAxOTlmM2ExLTdjMDAtNz"
          + "AwMC04MDAwLTAwMDAwMDAwMDAwMSIsInRhc2siOjcsImF0dGVtcHQiOjIsImF0dGVtcHRJZCI6IjAxOTlmM2Ex"
          + "LTdjMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMiIsImV4cGlyZXNBdCI6IjIwMjYtMDEtMzFUMjM6NTk6NTkuMT"
          + "IzWiJ9.3xC7kI-hyHZ2ZKUfae8zbWh4b5FAUXkJ4figc4W4x_E";

  private static TaskTokens tokens(String keys, String now) {
    long millis = Instant.parse(now).toEpochMilli();
    Clock clock =
        new Clock() {
          @Override
          public long wallMillis() {
            return millis;
          }

          @Override
          public long nanoTime() {
            return 0;
          }
        };
    return new TaskTokens(SigningKeys.parse(keys), clock);
  }

  private static TaskTokens tokens(String keys) {
    return tokens(keys, "2026-01-31T23:59:59.122Z");
  }

  private static void assertInvalid(TaskTokens tokens, String text) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> tokens.verify(text), text);
    assertEquals(ErrorCode.INVALID_TOKEN, refused.problem().code());
  }

  @Test
  void theBytesOfATokenNeverChange() {
    assertEquals(GOLDEN, tokens(FIRST).sign(TOKEN));
    assertEquals(TOKEN, tokens(FIRST).verify(GOLDEN));
  }

  @Test
  void theFirstKeySignsAndAllVerify() {
    String old = tokens(FIRST).sign(TOKEN);
    TaskTokens both = tokens(SECOND + "\n" + FIRST);
    assertEquals(TOKEN, both.verify(old));
    String fresh = both.sign(TOKEN);
    assertEquals(TOKEN, tokens(SECOND).verify(fresh));
    assertInvalid(tokens(FIRST), fresh);
  }

  @Test
  void aTokenEndsAtItsTime() {
    String text = tokens(FIRST).sign(TOKEN);
    assertEquals(TOKEN, tokens(FIRST, "2026-01-31T23:59:59.122Z").verify(text));
    assertInvalid(tokens(FIRST, "2026-01-31T23:59:59.123Z"), text);
  }

  @Test
  void aTokenWithAnyCharacterChangedIsNone() {
    TaskTokens tokens = tokens(FIRST);
    String text = tokens.sign(TOKEN);
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      assertInvalid(tokens, text.substring(0, i) + other + text.substring(i + 1));
    }
  }

  @Test
  void whatIsNoTokenIsRefused() {
    TaskTokens tokens = tokens(FIRST);
    String text = tokens.sign(TOKEN);
    String payload = text.substring(0, text.indexOf('.'));
    for (String wrong :
        new String[] {
          "",
          ".",
          "a.b",
          payload,
          payload + ".",
          "." + payload,
          text + "=",
          text + "A",
          "é.é",
          "A".repeat(TaskTokens.MAX_LENGTH) + "." + payload
        }) {
      assertInvalid(tokens, wrong);
    }
  }

  @Test
  void theLongestTokenIsWithinTheBound() {
    String name = "n".repeat(63);
    TaskToken longest =
        TaskToken.of(
            Workspace.of(name, name),
            TOKEN.run(),
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            TOKEN.attemptId(),
            TOKEN.expiresAt());
    String text = tokens(FIRST).sign(longest);
    assertTrue(text.length() <= TaskTokens.MAX_LENGTH, text);
    assertEquals(longest, tokens(FIRST).verify(text));
  }

  @Test
  void keysAreLongAndFewAndNeverShown() {
    assertThrows(IllegalArgumentException.class, () -> SigningKeys.parse(""));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SigningKeys.parse("short-secret"));
    assertFalse(refused.getMessage().contains("short-secret"));
    String many = (FIRST + " ").repeat(SigningKeys.MAX_KEYS + 1);
    assertThrows(IllegalArgumentException.class, () -> SigningKeys.parse(many));
    assertFalse(SigningKeys.parse(FIRST).toString().contains(FIRST));
    assertFalse(tokens(FIRST).toString().contains(FIRST));
  }
}
