package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.ColumnType.Decimal;
import io.arco.catalog.ColumnType.Field;
import io.arco.catalog.ColumnType.ListOf;
import io.arco.catalog.ColumnType.MapOf;
import io.arco.catalog.ColumnType.Primitive;
import io.arco.catalog.ColumnType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {
  @Test
  void wordsWidenAsTheTableSaysAndNoOthers() {
    Set<String> wider = new TreeSet<>();
    for (Primitive from : Primitive.values()) {
      for (Primitive to : Primitive.values()) {
        if (from != to && Widening.holds(from, to)) {
          wider.add(from.text() + ">" + to.text());
        }
      }
    }
    assertEquals(
        new TreeSet<>(
            Set.of(
                "tinyint>smallint",
                "tinyint>int",
                "tinyint>bigint",
                "tinyint>double",
                "smallint>int",
                "smallint>bigint",
                "smallint>double",
                "int>bigint",
                "int>double",
                "float>double",
                "date>timestamp_ntz")),
        wider);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | decimal(10,0)",
        "smallint | decimal(12,2)",
        "int | decimal(38,28)",
        "bigint | decimal(20,0)",
        "bigint | decimal(38,18)",
        "decimal(10,2) | decimal(10,2)",
        "decimal(10,2) | decimal(12,2)",
        "decimal(10,2) | decimal(12,4)",
        "list<int> | list<bigint>",
        "list<list<int>> | list<list<double>>",
        "map<string, int> | map<string, bigint>",
        "struct<a: int> | struct<a: bigint>",
        "struct<a: int> | struct<a: int, b: string>",
        "struct<a: int, b: date> | struct<c: json, b: timestamp_ntz, a: int>",
        "list<struct<a: float>> | list<struct<a: double, b: int>>"
      })
  void aWiderTypeHoldsEveryValueAndTheNarrowerDoesNot(String from, String to) {
    assertTrue(Widening.holds(ColumnType.parse(from), ColumnType.parse(to)));
    assertEquals(from.equals(to), Widening.holds(ColumnType.parse(to), ColumnType.parse(from)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | decimal(9,0)",
        "int | decimal(10,1)",
        "bigint | decimal(19,0)",
        "bigint | double",
        "bigint | float",
        "int | float",
        "decimal(10,2) | decimal(10,3)",
        "decimal(10,2) | decimal(38,1)",
        "decimal(10,0) | bigint",
        "decimal(10,0) | double",
        "double | decimal(38,10)",
        "timestamp | timestamp_ntz",
        "date | timestamp",
        "json | string",
        "uuid | string",
        "int | string",
        "int | list<int>",
        "list<int> | int",
        "list<bigint> | list<int>",
        "map<int, int> | map<bigint, int>",
        "map<string, int> | list<int>",
        "struct<a: int> | struct<b: int>",
        "struct<a: int, b: int> | struct<a: int>",
        "struct<a: int> | struct<A: int>",
        "struct<a: int> | map<string, int>"
      })
  void whateverElseIsNoWidening(String from, String to) {
    assertFalse(Widening.holds(ColumnType.parse(from), ColumnType.parse(to)));
  }

  @Test
  void wideningIsReflexiveTransitiveAndOneWay() {
    List<ColumnType> types = types();
    for (ColumnType a : types) {
      assertTrue(Widening.holds(a, a), a::text);
      for (ColumnType b : types) {
        if (!Widening.holds(a, b)) {
          continue;
        }
        assertFalse(!a.equals(b) && Widening.holds(b, a), () -> a.text() + " and " + b.text());
        for (ColumnType c : types) {
          assertTrue(
              !Widening.holds(b, c) || Widening.holds(a, c),
              () -> a.text() + " to " + b.text() + " to " + c.text());
        }
      }
    }
  }

  private static List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>(List.of(Primitive.values()));
    for (int precision : new int[] {9, 10, 12, 20, 38}) {
      for (int scale : new int[] {0, 2, 9}) {
        types.add(new Decimal(precision, scale));
      }
    }
    List<ColumnType> nested = new ArrayList<>(types);
    for (ColumnType type : types) {
      nested.add(new ListOf(type));
      nested.add(new MapOf(Primitive.STRING, type));
      nested.add(new Struct(List.of(new Field("a", type))));
      nested.add(new Struct(List.of(new Field("a", type), new Field("b", Primitive.INT))));
    }
    return nested;
  }
}
