package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type has the same value in all three formats. */
class SqlTypesTest {
  private static final SqlSource NOTHING = new SqlSource("nothing", List.of());
  private static SqlFixture sql;

  @BeforeAll
  static void open() {
    sql = new SqlFixture(SqlLimits.DEFAULTS);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | true",
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
      })
  void theFormatsAgree(String expression, String json) throws IOException {
    String query = "select " + expression + " as v";
    JsonNode value = sql.json(query, NOTHING).path("rows").path(0).path(0);
    assertEquals(json, value.toString(), query);
    assertEquals(plain(value), csvValue(sql.csv(query, NOTHING)), query);
    assertEquals(json, arrowValue(query), query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'101'::bit",
        "1::uhugeint",
        "'12:00:00+02'::timetz",
        "union_value(n := 5)",
        "[{'a': '1'::bit}]",
        "1::bignum",
      })
  void aTypeThatArrowHasNoEqualOfIsRefused(String expression) {
    sql.assertFails(ErrorCode.INVALID_SQL, "select " + expression, NOTHING);
    assertEquals(1, sql.json("select (" + expression + ")::varchar", NOTHING).path("rows").size());
  }

  private static String plain(JsonNode value) {
    return value.isNull() ? "" : value.isTextual() ? value.asText() : value.toString();
  }

  private static String csvValue(String csv) {
    assertTrue(csv.startsWith("v\r\n") && csv.endsWith("\r\n"), csv);
    String field = csv.substring(3, csv.length() - 2);
    return field.startsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  private static String arrowValue(String query) throws IOException {
    byte[] stream = sql.run(query, NOTHING, ResultFormat.ARROW, SqlOptions.DEFAULTS).body();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
      assertTrue(reader.loadNextBatch());
      Object value =
          new ArrowCells(reader).value(reader.getVectorSchemaRoot().getFieldVectors().get(0), 0);
      assertFalse(reader.loadNextBatch());
      return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }
  }
}
