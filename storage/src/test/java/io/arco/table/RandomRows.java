package io.arco.table;

import io.arco.store.Utf8Order;
import io.arco.table.TableDefinition.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Seeded rows of a table that has every kind of column, hostile texts among them. */
public final class RandomRows {
  /** Two key columns, then every kind, required and not. */
  public static final TableDefinition EVERY_KIND =
      new TableDefinition(
          "test",
          "every_kind",
          Visibility.PUBLIC,
          List.of(
              ColumnDefinition.required("id", ColumnKind.STRING),
              ColumnDefinition.required("position", ColumnKind.INT32),
              ColumnDefinition.required("name", ColumnKind.STRING),
              ColumnDefinition.optional("comment", ColumnKind.STRING),
              ColumnDefinition.optional("small", ColumnKind.INT32),
              ColumnDefinition.optional("big", ColumnKind.INT64),
              ColumnDefinition.optional("truth", ColumnKind.BOOLEAN),
              ColumnDefinition.optional("ratio", ColumnKind.DOUBLE),
              ColumnDefinition.optional("made_at", ColumnKind.TIMESTAMP),
              ColumnDefinition.required("properties", ColumnKind.STRING_MAP)),
          2,
          100);

  private static final String[] PIECES = {
    "a", "Z", "0", " ", "'", "\"", "\\", "ä", "é", "€", "\uE000", "\uFFFD", "😀", "𝄞", "\n", ","
  };

  private final Random random;

  /** Rows that depend on the seed alone. */
  public RandomRows(long seed) {
    this.random = new Random(seed);
  }

  /** That many rows of different keys, in key order. */
  public List<Row> sorted(int count) {
    TreeMap<RowKey, Row> rows = new TreeMap<>();
    while (rows.size() < count) {
      Row row = row(text(12), random.nextInt(7) - 3);
      rows.put(EVERY_KIND.keyOf(row), row);
    }
    return new ArrayList<>(rows.values());
  }

  /** A row of this key. */
  public Row row(String id, int position) {
    return Row.of(
        id,
        position,
        random.nextInt(4) == 0 ? "often the same" : text(30),
        maybe(random.nextInt(50) == 0 ? "long ".repeat(400) : text(60)),
        maybe(random.nextInt()),
        maybe(random.nextLong()),
        maybe(random.nextBoolean()),
        maybe(random.nextGaussian()),
        maybe(Instant.ofEpochMilli(random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L))),
        map());
  }

  private <T> T maybe(T value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  private Map<String, String> map() {
    Map<String, String> map = new TreeMap<>(Utf8Order::compare);
    for (int n = random.nextInt(3) * random.nextInt(4); n > 0; n--) {
      map.put(text(10), text(40));
    }
    return map;
  }

  private String text(int longest) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(longest + 1); n > 0; n--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
