package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand where a column's type does. */
final class TypeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BIGINT",
        "TIMESTAMP WITH TIME ZONE[]",
        "TIMESTAMP_MS",
        "DECIMAL(38,10)[][]",
        "MAP(VARCHAR, VARCHAR)",
        "STRUCT(\"a\" INTEGER)",
        "STRUCT(\"a \"\" b\" INTEGER, \"c) \" MAP(DATE, STRUCT(\"d\" BLOB[])[]))[]"
      })
  void aTypeIsOne(String text) {
    assertTrue(TypeText.isType(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NOPE",
        "BIGINT ",
        "BIGINT) AS x, (1",
        "BIGINT[",
        "STRUCT()",
        "STRUCT(a INTEGER)",
        "STRUCT(\"a\" INTEGER",
        "STRUCT(\"a\" INTEGER)) AS x",
        "STRUCT(\"a\"\" INTEGER)",
        "MAP(DATE)",
        "DECIMAL(100,2)"
      })
  void anythingElseIsNone(String text) {
    assertFalse(TypeText.isType(text));
  }

  @Test
  void aTypeThatNestsTooDeeplyIsNone() {
    String deep = "MAP(DATE, ".repeat(100) + "DATE" + ")".repeat(100);
    assertFalse(TypeText.isType(deep));
  }
}
