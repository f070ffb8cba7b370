package io.arco.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlTemplateTest {
  private static final Map<String, String> VALUES = Map.of("partition.day", "DATE '2025-01-15'");

  @Test
  void placesBecomeNamesAndLiterals() {
    SqlTemplate.Filled filled =
        SqlTemplate.fill(
            "select * from {{ref('a.b')}} where d = {{ partition.day }} -- {{ ref( \"a.c\" ) }}",
            VALUES,
            false);
    assertEquals(
        "select * from \"{{}}\".\"a\".\"b\" where d = DATE '2025-01-15' -- \"{{}}\".\"a\".\"c\"",
        filled.sql());
    assertEquals(Set.of("a.b", "a.c"), filled.refs());
  }

  @Test
  void aTextWithoutPlacesStaysAsItIs() {
    assertEquals("select '{' || '}'", SqlTemplate.fill("select '{' || '}'", VALUES, false).sql());
  }

  @Test
  void theOutputIsNamedInChecksAlone() {
    assertEquals(SqlTemplate.THIS, SqlTemplate.fill("{{ this }}", VALUES, true).sql());
    assertThrows(TaskFailure.class, () -> SqlTemplate.fill("{{ this }}", VALUES, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{ nothing }}|line 1: {{ nothing }} means nothing here",
        "{{ ref('a') }}|line 1: {{ ref('a') }} means nothing here",
        "{{ ref('A.b') }}|line 1: {{ ref('A.b') }} means nothing here",
        "{{ ref('a.b\" union') }}|line 1: {{ ref('a.b\" union') }} means nothing here",
        "select {{ partition.day|line 1: {{ or }} stands there without the other",
        "select }}|line 1: {{ or }} stands there without the other",
        "select * from \"{{}}\".output.this|line 1: {{  }} means nothing here"
      })
  void aPlaceThatMeansNothingIsToldWithItsLine(String template, String begin) {
    TaskFailure failure =
        assertThrows(TaskFailure.class, () -> SqlTemplate.fill(template, VALUES, false));
    assertEquals(begin, failure.getMessage().substring(0, begin.length()));
  }

  @Test
  void linesAreCounted() {
    TaskFailure failure =
        assertThrows(TaskFailure.class, () -> SqlTemplate.fill("a\nb\n{{ c }}", VALUES, false));
    assertEquals("line 3", failure.getMessage().substring(0, 6));
  }

  @Test
  void tellsTheLineOfHalfAPlace() {
    for (String half : List.of("a\nb\n{{ c", "{{ a }}\n\nc }}")) {
      TaskFailure failure =
          assertThrows(TaskFailure.class, () -> SqlTemplate.fill(half, Map.of("a", "1"), false));
      assertEquals("line 3", failure.getMessage().substring(0, 6));
    }
  }
}
