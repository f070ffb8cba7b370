package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a statement may stand in a log. */
final class StatementTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 'secret' | select ?",
        "select 'it''s secret', 1 | select ?, ?",
        "select E'\\' secret', e'secret\\\\' | select E?, e?",
        "select x'5345', 1.5e-3, .5, 0xff, 1_000 | select x?, ?, ?, ?, ?",
        "select $$secret$$, $a$ $$secret $b$ $a$ | select ?, ?",
        "select $1, $name, t1.c2 from t1 | select $1, $name, t1.c2 from t1",
        "select \"my \"\"col\" from \"t 1\" | select \"my \"\"col\" from \"t 1\"",
        "select 1 -- secret | select ?",
        "select /* secret /* secret */ secret */ a | select a",
        "  select  a  ;  | select a ;",
        "select -5-5 | select -?-?",
        "select a from t where b like '%secret | select a from t where b like ?",
        "select $a$ secret | select ?",
      })
  void literalsAndCommentsAreLeftOut(String sql, String text) {
    assertEquals(text, StatementText.of(sql).withoutLiterals());
  }

  @Test
  void statementsThatDifferInLiteralsHaveOneFingerprint() {
    String one = StatementText.of("SELECT a FROM t WHERE b = 'x' -- first").fingerprint();
    assertEquals(one, StatementText.of("select a\nfrom t where b = 'it''s'").fingerprint());
    assertNotEquals(one, StatementText.of("select a from t where c = 'x'").fingerprint());
    assertEquals(16, one.length());
  }

  @Test
  void theTextIsBoundedAndItsFingerprintIsOfAllOfIt() {
    String names = "select " + "a, ".repeat(1_000);
    StatementText text = StatementText.of(names + "b");
    assertEquals(StatementText.MAX_CHARS, text.withoutLiterals().length());
    assertNotEquals(text.fingerprint(), StatementText.of(names + "c").fingerprint());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noTextIsTooOddAndNoQuotedTextGetsThrough(long seed) {
    Random random = new Random(seed);
    String alphabet = "'\"$eE\\-/*\n 1.;a";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder odd = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        odd.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      StatementText.of(odd.toString());
      String quoted = "select '" + odd.toString().replace("'", "''") + "zzz', 1";
      assertFalse(
          StatementText.of(quoted).withoutLiterals().contains("zzz"),
          "seed " + seed + ": " + quoted);
    }
  }
}
