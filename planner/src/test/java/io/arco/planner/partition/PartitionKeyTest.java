package io.arco.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The texts of partition keys, held against {@code arco/golden/partition-keys.json}. */
class PartitionKeyTest {
  private static final int RANDOM_KEYS = 2_000;

  @Test
  void every_good_text_parses_to_its_values_and_is_written_so_again() throws IOException {
    for (JsonNode vector : vectors("good")) {
      TreeMap<String, PartitionValue> values = new TreeMap<>();
      for (Map.Entry<String, JsonNode> value : vector.get("values").properties()) {
        values.put(value.getKey(), value(value.getValue()));
      }
      String text = vector.get("text").asText();
      assertEquals(new PartitionKey(values), PartitionKey.parse(text));
      assertEquals(text, PartitionKey.parse(text).text());
    }
  }

  @Test
  void every_bad_text_is_refused() throws IOException {
    for (JsonNode vector : vectors("bad")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> PartitionKey.parse(vector.get("text").asText()),
          vector::toString);
    }
  }

  @Test
  void a_text_longer_than_the_limit_is_refused() {
    String most = "n=s:" + "A".repeat(PartitionKey.MAX_LENGTH - 4);
    assertEquals(most, PartitionKey.parse(most).text());
    assertThrows(IllegalArgumentException.class, () -> PartitionKey.parse(most + "AAAA"));
  }

  @Test
  void random_keys_come_back_from_their_texts() {
    Seeds seeds = Seeds.of("PartitionKeyTest");
    for (int i = 0; i < RANDOM_KEYS; i++) {
      TreeMap<String, PartitionValue> values = new TreeMap<>();
      for (int dimensions = seeds.below(4); dimensions > 0; dimensions--) {
        values.put("d" + seeds.below(9), random(seeds));
      }
      PartitionKey key = new PartitionKey(values);
      assertEquals(key, PartitionKey.parse(key.text()));
    }
  }

  private static PartitionValue random(Seeds seeds) {
    return switch (seeds.below(6)) {
      case 0 -> new PartitionValue.Null();
      case 1 -> new PartitionValue.Bool(seeds.below(2) == 0);
      case 2 -> new PartitionValue.Int(seeds.random().nextLong());
      case 3 -> new PartitionValue.Text(seeds.name(1 + seeds.below(9)) + "é😀,=:".substring(0, 1));
      case 4 -> new PartitionValue.Date(LocalDate.ofEpochDay(seeds.below(100_000)));
      default ->
          new PartitionValue.Time(Instant.ofEpochSecond(seeds.random().nextInt(1 << 30), 7_000));
    };
  }

  private static PartitionValue value(JsonNode node) {
    JsonNode value = node.path("value");
    return switch (node.get("type").asText()) {
      case "date" -> new PartitionValue.Date(LocalDate.parse(value.asText()));
      case "time" -> new PartitionValue.Time(Instant.parse(value.asText()));
      case "text" -> new PartitionValue.Text(value.asText());
      case "int" -> new PartitionValue.Int(value.asLong());
      case "bool" -> new PartitionValue.Bool(value.asBoolean());
      default -> new PartitionValue.Null();
    };
  }

  private static JsonNode vectors(String kind) throws IOException {
    try (InputStream in =
        PartitionKeyTest.class.getResourceAsStream("/arco/golden/partition-keys.json")) {
      return Json.tree(in.readAllBytes()).get(kind);
    }
  }
}
