package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnTypeTest {
  @ParameterizedTest
  @EnumSource
  void aWordOfTheGrammarIsItsOwnCanonicalText(ColumnType.Primitive primitive) {
    assertEquals(primitive, ColumnType.parse(primitive.text()));
    assertEquals(primitive.name().toLowerCase(java.util.Locale.ROOT), primitive.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool | boolean",
        "byte | tinyint",
        "short | smallint",
        "INTEGER | int",
        "Long | bigint",
        "real | float",
        "text | string",
        "varchar | string",
        "decimal(10,2) | decimal(10,2)",
        "DECIMAL ( 38 , 38 ) | decimal(38,38)",
        "numeric(5) | decimal(5,0)",
        "decimal(1,0) | decimal(1,0)",
        "decimal(05,02) | decimal(5,2)",
        "list<int> | list<int>",
        "array< array<text> > | list<list<string>>",
        "map<string,long> | map<string, bigint>",
        "struct<a:int,b:string> | struct<a: int, b: string>",
        "struct< a : struct<_b2:date> > | struct<a: struct<_b2: date>>",
        "struct<`a`:int> | struct<a: int>",
        "struct<A: int, a: int> | struct<A: int, a: int>",
        "struct<`Cost Total $`:double> | struct<`Cost Total $`: double>",
        "struct<`a``b`:int> | struct<`a``b`: int>",
        "struct<`2a`: int, `é`: int> | struct<`2a`: int, `é`: int>",
        "struct<int: int> | struct<int: int>",
        "map<struct<a:int>,list<decimal(4)>> | map<struct<a: int>, list<decimal(4,0)>>",
      })
  void aTypeIsReadAndWrittenInOneForm(String text, String canonical) {
    assertEquals(canonical, ColumnType.parse(text).text());
    assertEquals(ColumnType.parse(text), ColumnType.parse(canonical));
    assertEquals(canonical, ColumnType.parse(canonical).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | 0 | a word",
        "\"  \" | 2 | a word",
        "strin | 0 | a type",
        "int int | 4 | the end",
        "varchar(10) | 7 | the end",
        "decimal | 7 | (",
        "decimal() | 8 | a precision from 1 to 38",
        "decimal(0) | 8 | a precision from 1 to 38",
        "decimal(39) | 8 | a precision from 1 to 38",
        "decimal(138,2) | 8 | a precision from 1 to 38",
        "decimal(99999999999) | 8 | a precision from 1 to 38",
        "decimal(-1) | 8 | a precision from 1 to 38",
        "decimal(5,6) | 10 | a scale from 0 to the precision",
        "decimal(5,) | 10 | a scale from 0 to the precision",
        "decimal(5,2 | 11 | )",
        "list | 4 | <",
        "list<> | 5 | a word",
        "list<int | 8 | >",
        "list<int>> | 9 | the end",
        "map<int> | 7 | \",\"",
        "map<int,int,int> | 11 | >",
        "struct<> | 7 | a word",
        "struct<a> | 8 | :",
        "struct<a int> | 9 | :",
        "struct<a:> | 9 | a word",
        "struct<a:int,> | 13 | a word",
        "struct<a:int,a:date> | 13 | a field name that is not there yet",
        "struct<a:int,`a`:date> | 13 | a field name that is not there yet",
        "struct<``:int> | 7 | a field name of 1 to 255 characters",
        "struct<`a:int> | 14 | a closing `",
        "struct<2a:int> | 7 | a word",
        "struct<a-b:int> | 8 | :",
        "int; drop table x | 3 | the end",
        "ınt | 0 | a word",
      })
  void aTextThatIsNoTypeIsRefusedWithThePlace(String text, int position, String expected) {
    Problem problem = refused(text);
    assertEquals(text, problem.details().get("value"));
    assertEquals(position, problem.details().get("position"));
    assertEquals(expected, problem.details().get("expected"));
  }

  @Test
  void aControlCharacterInAFieldNameIsRefused() {
    assertEquals(9, refused("struct<`a\n`:int>").details().get("position"));
    assertEquals("a word", refused("\tint").details().get("expected"));
  }

  @Test
  void sixteenLevelsAreReadAndSeventeenRefused() {
    String deepest = "list<".repeat(15) + "int" + ">".repeat(15);
    assertEquals(deepest, ColumnType.parse(deepest).text());
    assertEquals("at most 16 levels", refused("list<" + deepest + ">").details().get("expected"));
    assertEquals("at most 16 levels", refused("list<".repeat(1_600)).details().get("expected"));
  }

  @Test
  void aTextOf8192CharactersIsReadAndALongerOneRefused() {
    String longest = "int" + " ".repeat(8_189);
    assertEquals("int", ColumnType.parse(longest).text());
    assertEquals("at most 8192 characters", refused(longest + " ").details().get("expected"));
  }

  @Test
  void aTextWhoseCanonicalFormIsTooLongIsRefused() {
    StringBuilder fields = new StringBuilder("struct<a:int");
    for (int i = 0; fields.length() < 8_100; i++) {
      fields.append(",f").append(i).append(":int");
    }
    Problem problem = refused(fields + ">");
    assertEquals(
        "at most 8192 characters in its canonical form", problem.details().get("expected"));
    assertEquals(201, ((String) problem.details().get("value")).length());
  }

  @Test
  void aFieldNameOf255CharactersIsReadAndALongerOneRefused() {
    String name = "n".repeat(255);
    assertEquals("struct<" + name + ": int>", ColumnType.parse("struct<" + name + ":int>").text());
    assertEquals(
        "a field name of 1 to 255 characters",
        refused("struct<" + name + "n:int>").details().get("expected"));
  }

  private static Problem refused(String text) {
    Problem problem =
        assertThrows(ProblemException.class, () -> ColumnType.parse(text), text).problem();
    assertEquals(ErrorCode.INVALID_TYPE, problem.code());
    return problem;
  }
}
