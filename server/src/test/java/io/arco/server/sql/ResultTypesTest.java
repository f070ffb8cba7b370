package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type has the same value in every format, as its own readers read it. */
class ResultTypesTest {
  private static final SqlSource NOTHING = new SqlSource("nothing", List.of());

  /** An expression, and what every format is to show of it: JSON. */
  private static final List<String> SAME =
      List.of(
          "true | true",
          "42::integer | 42",
          "(-128)::tinyint | -128",
          "(-32768)::smallint | -32768",
          "-2147483648 | -2147483648",
          "9223372036854775807 | 9223372036854775807",
          "255::utinyint | 255",
          "65535::usmallint | 65535",
          "4294967295::uinteger | 4294967295",
          "18446744073709551615::ubigint | 18446744073709551615",
          "(-170141183460469231731687303715884105728)::hugeint |"
              + " \"-170141183460469231731687303715884105728\"",
          "170141183460469231731687303715884105727::hugeint |"
              + " \"170141183460469231731687303715884105727\"",
          "12.340::decimal(5,3) | \"12.340\"",
          "(-0.00001)::decimal(38,5) | \"-0.00001\"",
          "1.5::real | 1.5",
          "0.1::real | 0.1",
          "1e300::double | 1.0E300",
          "'nan'::double | \"NaN\"",
          "'inf'::double | \"Infinity\"",
          "'-inf'::real | \"-Infinity\"",
          "'é\"x' | \"é\\\"x\"",
          "'\\x00\\xFFab'::blob | \"AP9hYg==\"",
          "date '2024-02-29' | \"2024-02-29\"",
          "'infinity'::date | \"infinity\"",
          "time '01:02:03.000004' | \"01:02:03.000004\"",
          "time '24:00:00' | \"24:00:00\"",
          "timestamp '2024-01-02 03:04:00' | \"2024-01-02T03:04:00\"",
          "timestamp '1969-12-31 23:59:59.999999' | \"1969-12-31T23:59:59.999999\"",
          "'2024-01-02 03:04:05'::timestamp_s | \"2024-01-02T03:04:05\"",
          "'2024-01-02 03:04:05.006'::timestamp_ms | \"2024-01-02T03:04:05.006\"",
          "'2024-01-02 03:04:05.000000007'::timestamp_ns | \"2024-01-02T03:04:05.000000007\"",
          "timestamptz '2024-01-02 03:04:05+02' | \"2024-01-02T01:04:05Z\"",
          "'-infinity'::timestamp | \"-infinity\"",
          "interval '14 months 3 days 4.5 seconds' | \"P1Y2M3DT4.5S\"",
          "interval '0 days' | \"PT0S\"",
          "'00000000-0000-0000-0000-0000000000ff'::uuid | \"00000000-0000-0000-0000-0000000000ff\"",
          "'{\"a\": 1}'::json | \"{\\\"a\\\": 1}\"",
          "'b'::enum('a', 'b') | \"b\"",
          "null | null",
          "[1, null, 3] | [1,null,3]",
          "[1, 2]::int[2] | [1,2]",
          "{'a': 1, 'b': [{'c': date '2024-01-01'}]} | {\"a\":1,\"b\":[{\"c\":\"2024-01-01\"}]}",
          "map {'k': 1.5} | [{\"key\":\"k\",\"value\":\"1.5\"}]",
          "['x'::enum('x')] | [\"x\"]",
          "1.5::decimal(4,1) | \"1.5\"",
          "(-1234567.89)::decimal(9,2) | \"-1234567.89\"",
          "123456789012345.678::decimal(18,3) | \"123456789012345.678\"",
          "(-1234567890123456789012345678.0123456789)::decimal(38,10) |"
              + " \"-1234567890123456789012345678.0123456789\"",
          "9007199254740993 | 9007199254740993",
          "'01:02:03.000000004'::time_ns | \"01:02:03.000000004\"",
          "'infinity'::timestamp_s | \"infinity\"",
          "'infinity'::timestamp_ms | \"infinity\"",
          "'infinity'::timestamp_ns | \"infinity\"",
          "'infinity'::timestamptz | \"infinity\"",
          "interval '-14 months -3 days -0.000001 seconds' | \"P-1Y-2M-3DT-0.000001S\"",
          "[]::int[] | []",
          "map {}::map(int, int) | []",
          "map {1: null, 2: [interval '1 day']} |"
              + " [{\"key\":1,\"value\":null},{\"key\":2,\"value\":[\"P1D\"]}]",
          "{'u': '00000000-0000-0000-0000-0000000000ff'::uuid, 'e': 'b'::enum('a', 'b'), 'n':"
              + " null::int} |"
              + " {\"u\":\"00000000-0000-0000-0000-0000000000ff\",\"e\":\"b\",\"n\":null}",
          "[[1], null, []] | [[1],null,[]]",
          "[{'a': 1}, null] | [{\"a\":1},null]",
          "'' | \"\"",
          "''::blob | \"\"");

  /** What no format can show. */
  private static final List<String> REFUSED =
      List.of(
          "'101'::bit",
          "1::uhugeint",
          "'12:00:00+02'::timetz",
          "union_value(n := 5)",
          "[{'a': '1'::bit}]",
          "1::bignum",
          "1::variant",
          "null::geometry");

  /** Types of the engine that have no values: names that stand for others, or for any. */
  private static final Set<String> NO_VALUES =
      Set.of("ANY", "UNKNOWN", "POINTER", "TYPE", "LAMBDA", "TABLE", "INVALID", "TEMPLATE");

  @TempDir private static Path folder;
  private static SqlFixture sql;

  @BeforeAll
  static void open() {
    sql = new SqlFixture(SqlLimits.DEFAULTS);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  static List<Arguments> sameInEveryFormat() {
    List<Arguments> all = new ArrayList<>();
    for (ResultFormat format : ResultFormat.values()) {
      for (String line : SAME) {
        String[] parts = line.split("[|]");
        all.add(Arguments.of(format, parts[0].strip(), parts[1].strip()));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("sameInEveryFormat")
  void theFormatsAgree(ResultFormat format, String expression, String json) {
    String query = "select * from (values (" + expression + "), (null)) t(v)";
    SqlResult result = sql.run(query, NOTHING, format, SqlOptions.DEFAULTS);
    ResultTexts.Read read = new ResultTexts(folder).read(format, result.body());
    assertEquals(List.of("v"), read.names());
    String value = format == ResultFormat.CSV ? plain(json) : json;
    String none = format == ResultFormat.CSV ? null : "null";
    assertEquals(Arrays.asList(value, none), read.rows().stream().map(r -> r.get(0)).toList());
  }

  private static String plain(String json) {
    JsonNode value = Json.tree(json.getBytes(StandardCharsets.UTF_8));
    return value.isNull() ? null : value.isTextual() ? value.asText() : json;
  }

  @Test
  void anEnumerationIsTextInParquet() throws Exception {
    SqlResult result =
        sql.run(
            "select 'b'::enum('a', 'b') as v", NOTHING, ResultFormat.PARQUET, SqlOptions.DEFAULTS);
    Path file = Files.write(folder.resolve("enumeration.parquet"), result.body());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet schema =
            statement.executeQuery(
                "select logical_type from parquet_schema('" + file + "') where name = 'v'")) {
      assertTrue(schema.next());
      assertEquals("StringType()", schema.getString(1));
    }
  }

  static List<String> refused() {
    return REFUSED;
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aTypeThatArrowHasNoEqualOfIsRefused(String expression) {
    sql.assertFails(ErrorCode.INVALID_SQL, "select " + expression, NOTHING);
    assertEquals(1, sql.json("select (" + expression + ")::varchar", NOTHING).path("rows").size());
  }

  @Test
  void noTypeOfTheEngineIsLeftOut() throws SQLException {
    Set<String> known = new TreeSet<>();
    Set<String> seen = new TreeSet<>(NO_VALUES);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String line : SAME) {
        seen.add(type(statement, line.split("[|]")[0]));
      }
      for (String expression : REFUSED) {
        seen.add(type(statement, expression));
      }
      try (ResultSet types =
          statement.executeQuery("select distinct upper(logical_type) from duckdb_types()")) {
        while (types.next()) {
          known.add(types.getString(1));
        }
      }
    }
    assertTrue(known.contains("BIGINT") && known.size() > 25, known.toString());
    known.removeAll(seen);
    assertEquals(Set.of(), known);
  }

  /** The name of an expression's type, without its parameters. */
  private static String type(Statement statement, String expression) throws SQLException {
    try (ResultSet result = statement.executeQuery("select typeof(" + expression + ")")) {
      result.next();
      String type = result.getString(1).toUpperCase(Locale.ROOT);
      if (type.endsWith("[]")) {
        return "LIST";
      } else if (type.endsWith("]")) {
        return "ARRAY";
      }
      return type.replaceAll("[(].*", "").replace("\"", "");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void columnsOfOneNameAreTellable(ResultFormat format, List<String> names) {
    SqlResult result =
        sql.run(
            "select 1 as a, 'x' as a, 2 as \"A\", null as \"a_1\"",
            NOTHING,
            format,
            SqlOptions.DEFAULTS);
    ResultTexts.Read read = new ResultTexts(folder).read(format, result.body());
    assertEquals(names, read.names());
    List<String> row =
        format == ResultFormat.CSV
            ? Arrays.asList("1", "x", "2", null)
            : List.of("1", "\"x\"", "2", "null");
    assertEquals(List.of(row), read.rows());
  }

  static List<Arguments> names() {
    List<String> given = List.of("a", "a", "A", "a_1");
    List<String> numbered = List.of("a", "a_2", "A_3", "a_1");
    return List.of(
        Arguments.of(ResultFormat.JSON, given),
        Arguments.of(ResultFormat.CSV, given),
        Arguments.of(ResultFormat.ARROW, given),
        Arguments.of(ResultFormat.NDJSON, numbered),
        Arguments.of(ResultFormat.PARQUET, numbered));
  }

  @Test
  void manyRowsOfEveryShapeAreTheSameInEveryFormat() {
    String query =
        "select i, case when i % 7 = 0 then null else lpad(i::varchar, 9, 'x') end as t, case i % 3"
            + " when 0 then [] when 1 then [i] else [i, null, i + 1] end as l, {'d':"
            + " i::decimal(20,3), 'm': map {i: 'v'}} as s, case when i % 2 = 0 then 'e' else 'o'"
            + " end::enum('e', 'o') as e from range(9000) t(i)";
    SqlOptions all = new SqlOptions(9_000, java.util.Map.of());
    List<List<String>> expected = null;
    for (ResultFormat format : ResultFormat.values()) {
      if (format == ResultFormat.CSV) {
        continue;
      }
      SqlResult result = sql.run(query, NOTHING, format, all);
      List<List<String>> rows = new ResultTexts(folder).read(format, result.body()).rows();
      assertEquals(9_000, rows.size());
      expected = expected == null ? rows : expected;
      assertEquals(expected, rows, format.name());
    }
  }
}
