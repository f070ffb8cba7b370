package io.arco.table;

import static io.arco.table.RandomRows.EVERY_KIND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.CorruptObjectException;
import io.arco.table.TableDefinition.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTableTest {
  private static final Row PLAIN =
      Row.of("id", 1, "name", null, null, null, null, null, null, Map.of());

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsComeBackAsTheyWentIn(long seed) {
    List<Row> rows = new RandomRows(seed).sorted(new Random(seed).nextInt(400));
    assertEquals(rows, ParquetTable.read(EVERY_KIND, "f", ParquetTable.write(EVERY_KIND, rows)));
  }

  @Test
  void noRowsAreAFileToo() {
    byte[] file = ParquetTable.write(EVERY_KIND, List.of());
    assertEquals(List.of(), ParquetTable.read(EVERY_KIND, "f", file));
  }

  @Test
  void theSameRowsGiveTheSameBytes() {
    byte[] first = ParquetTable.write(EVERY_KIND, new RandomRows(42).sorted(300));
    byte[] second = ParquetTable.write(EVERY_KIND, new RandomRows(42).sorted(300));
    assertArrayEquals(first, second);
  }

  @Test
  void columnsThatAFileLacksReadAsNullOrEmpty() {
    byte[] file = ParquetTable.write(EVERY_KIND, List.of(PLAIN));
    List<ColumnDefinition> more = new ArrayList<>(EVERY_KIND.columns());
    more.add(ColumnDefinition.optional("later", ColumnKind.INT64));
    more.add(ColumnDefinition.required("tags", ColumnKind.STRING_MAP));
    List<Row> rows = ParquetTable.read(withColumns(more), "f", file);
    assertEquals(
        List.of(
            Row.of("id", 1, "name", null, null, null, null, null, null, Map.of(), null, Map.of())),
        rows);
  }

  @Test
  void columnsThatTheDefinitionLacksAreIgnored() {
    List<Row> rows = new RandomRows(5).sorted(50);
    byte[] file = ParquetTable.write(EVERY_KIND, rows);
    TableDefinition older = withColumns(EVERY_KIND.columns().subList(0, 4));
    List<Row> expected =
        rows.stream().map(r -> Row.of(r.get(0), r.get(1), r.get(2), r.get(3))).toList();
    assertEquals(expected, ParquetTable.read(older, "f", file));
  }

  @Test
  void aFileWithoutARequiredColumnIsCorrupt() {
    byte[] file =
        ParquetTable.write(withColumns(EVERY_KIND.columns().subList(0, 2)), keys("a", "b"));
    CorruptObjectException e =
        assertThrows(
            CorruptObjectException.class, () -> ParquetTable.read(EVERY_KIND, "the/file", file));
    assertEquals("the/file", e.object());
    assertTrue(e.what().contains("no column name"), e.what());
  }

  @Test
  void aFileWithAColumnOfAnotherTypeIsCorrupt() {
    byte[] file = ParquetTable.write(EVERY_KIND, List.of(PLAIN));
    List<ColumnDefinition> other = new ArrayList<>(EVERY_KIND.columns());
    other.set(4, ColumnDefinition.optional("small", ColumnKind.INT64));
    CorruptObjectException e =
        assertThrows(
            CorruptObjectException.class, () -> ParquetTable.read(withColumns(other), "f", file));
    assertTrue(e.what().contains("small"), e.what());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void tornBytesAreCorruptAndNothingElse(long seed) {
    byte[] file = ParquetTable.write(EVERY_KIND, new RandomRows(seed).sorted(60));
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      byte[] torn = Arrays.copyOf(file, random.nextInt(file.length));
      assertThrows(CorruptObjectException.class, () -> ParquetTable.read(EVERY_KIND, "f", torn));
    }
  }

  @Test
  void rowsOutOfOrderOrTwiceAreRefused() {
    TableDefinition table = withColumns(EVERY_KIND.columns().subList(0, 2));
    for (List<Row> rows : List.of(keys("b", "a"), keys("a", "a"), keys("\uD83D\uDE00", "\uE000"))) {
      assertThrows(IllegalArgumentException.class, () -> ParquetTable.write(table, rows));
    }
  }

  @Test
  void valuesThatBreakTheDefinitionAreRefused() {
    List<Row> broken =
        List.of(
            Row.of("id", 1, null, null, null, null, null, null, null, Map.of()),
            Row.of("id", 1, "name", null, null, null, null, null, null, null),
            Row.of("id", 1, "name", null, null, null, null, null, null),
            Row.of(
                "id", 1, "n", null, null, null, null, null, Instant.ofEpochSecond(1, 1), Map.of()));
    for (Row row : broken) {
      assertThrows(
          IllegalArgumentException.class, () -> ParquetTable.write(EVERY_KIND, List.of(row)));
    }
  }

  private static List<Row> keys(String first, String second) {
    return List.of(Row.of(first, 1), Row.of(second, 1));
  }

  private static TableDefinition withColumns(List<ColumnDefinition> columns) {
    return new TableDefinition("test", "every_kind", Visibility.PUBLIC, columns, 2, 100);
  }
}
