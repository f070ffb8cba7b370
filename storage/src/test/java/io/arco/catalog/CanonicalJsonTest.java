package io.arco.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.json.Json;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What entities are hashed over, against the mapper. */
class CanonicalJsonTest {
  private static final int TABLES = 20_000;

  /** Whatever JSON has a rule for, and what it has none for. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Cost Total $",
          "it's <b>&amp;</b> / {x:[1]}",
          "\"quoted\"",
          "back\\slash",
          "tab\t",
          "new\nline",
          "\u0000",
          "\u001f",
          " ",
          "~",
          "\u007f",
          "\u0080",
          "é",
          "\u2028",
          "\uff5e",
          "😀",
          "long ".repeat(500));

  private final Seeds seeds = Seeds.of("CanonicalJsonTest");

  @Test
  void aTableIsWrittenByteForByteAsTheMapperWritesIt() {
    for (int i = 0; i < TABLES; i++) {
      TableEntity table = table();
      String expected = new String(Json.bytes(table), UTF_8);
      assertEquals(expected, new String(CanonicalJson.of(table), UTF_8));
    }
  }

  private TableEntity table() {
    SortedMap<String, String> properties = new TreeMap<>();
    for (int i = seeds.below(3); i > 0; i--) {
      properties.put(text(), text());
    }
    List<Column> columns = new ArrayList<>();
    for (int i = seeds.below(5); i > 0; i--) {
      boolean nullable = seeds.below(2) == 0;
      columns.add(
          new Column(seeds.below(1 << 30), text(), text(), nullable, orNull(text()), tags()));
    }
    return new TableEntity(
        new UUID(seeds.random().nextLong(), seeds.random().nextLong()),
        new UUID(seeds.random().nextLong(), seeds.random().nextLong()),
        text(),
        TableFormat.values()[seeds.below(TableFormat.values().length)],
        orNull(text()),
        orNull(text()),
        properties,
        columns,
        seeds.below(1 << 30),
        instant(),
        instant(),
        seeds.random().nextLong(),
        orNull(text()),
        tags());
  }

  private SortedMap<String, String> tags() {
    SortedMap<String, String> tags = new TreeMap<>();
    for (int i = seeds.below(5) - 2; i > 0; i--) {
      tags.put(text(), text());
    }
    return tags;
  }

  /** Mostly plain, so that whole tables are. */
  private String text() {
    return TEXTS.get(seeds.below(seeds.below(8) == 0 ? TEXTS.size() : 4));
  }

  private String orNull(String text) {
    return seeds.below(3) == 0 ? null : text;
  }

  private Instant instant() {
    long millis = seeds.random().nextLong() >> (8 + seeds.below(40));
    return Instant.ofEpochMilli(millis);
  }
}
