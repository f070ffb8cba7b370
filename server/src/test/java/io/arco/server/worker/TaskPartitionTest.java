package io.arco.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.partition.PartitionKey;
import io.arco.planner.partition.PartitionValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaskPartitionTest {
  private static TaskPartition of(String text) {
    return new TaskPartition(PartitionKey.of(Map.of("region", new PartitionValue.Text(text))));
  }

  @Test
  void noKeyIsNoFolder() {
    assertTrue(TaskPartition.of("").isNone());
    assertEquals("", TaskPartition.of("").folder());
  }

  @Test
  void dimensionsAreFoldersInTheirOrder() {
    assertEquals(
        "day=2025-01-15/region=eu", TaskPartition.of("day=d:2025-01-15,region=s:ZXU").folder());
    assertEquals(
        "hour=2025-01-15T06%3A00%3A00.000000Z",
        TaskPartition.of("hour=t:2025-01-15T06:00:00.000000Z").folder());
    assertEquals("a=%5F_HIVE", TaskPartition.of("a=s:X19ISVZF").folder());
  }

  @ParameterizedTest
  @CsvSource({
    "..,region=%2E.",
    "a/b,region=a%2Fb",
    "a=b,region=a%3Db",
    "%,region=%25",
    "ö,region=%C3%B6",
    "_x,region=%5Fx",
    ".x,region=%2Ex",
    "NULL,region=%4EULL",
    "null,region=%6Eull",
    "nulls,region=nulls"
  })
  void noValueLeavesItsFolder(String value, String folder) {
    assertEquals(folder, of(value).folder());
  }

  @Test
  void valuesAreLiteralsWhateverTheyHold() {
    assertEquals(Map.of("partition.region", "'it''s; drop'"), of("it's; drop").variables());
    assertEquals(
        Map.of("partition.day", "DATE '2025-01-15'"),
        TaskPartition.of("day=d:2025-01-15").variables());
    assertEquals(Map.of("partition.n", "-5"), TaskPartition.of("n=i:-5").variables());
    assertEquals(
        Map.of("partition.hour", "TIMESTAMPTZ '2025-01-15T06:00:00.000000Z'"),
        TaskPartition.of("hour=t:2025-01-15T06:00:00.000000Z").variables());
  }
}
