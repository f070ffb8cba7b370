package io.arco.server.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTextTest {
  @Test
  void aTextIsCutAtItsSemicolons() {
    SqlText.Split split = SqlText.split(" select 1 ;; \n select 2;  rest ");
    assertEquals(
        List.of(new SqlText.Statement("select 1", 1), new SqlText.Statement("select 2", 15)),
        split.statements());
    assertEquals(new SqlText.Statement("rest", 26), split.rest());
    assertFalse(split.isComplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "';'",
        "'it''s;'",
        "e'\\';'",
        "E'a\\\\'",
        "\"a;b\"\"c\"",
        "-- ;\n",
        "/* ; /* ; */ ; */",
        "$$;$$",
        "$a$;$$;$a$",
        "$1",
        "some$dollar$",
        "type'x\\'"
      })
  void aSemicolonInsideOfQuotesAndCommentsEndsNothing(String inner) {
    SqlText.Split split = SqlText.split("select " + inner + " x; select 2;");
    assertEquals(2, split.statements().size(), split::toString);
    assertTrue(split.isComplete());
  }

  @ParameterizedTest
  @ValueSource(strings = {"';", "e'\\';", "\";", "/* ;", "/* /* */ ;", "$$;", "$a$;$$", "x"})
  void whatIsOpenIsNotComplete(String open) {
    assertFalse(SqlText.split("select 1; select " + open).isComplete());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "-- only this", "/* and this */ -- so", "select 1; -- done"})
  void blanksAndCommentsAreComplete(String text) {
    assertTrue(SqlText.split(text).isComplete());
  }

  @Test
  void codeKeepsItsPlace() {
    assertEquals("a     b", SqlText.code("a '\"' b"));
    assertEquals("a      b", SqlText.code("a \"';\" b"));
  }
}
