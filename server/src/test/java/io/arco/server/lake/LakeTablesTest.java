package io.arco.server.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlScan;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How tables become scans, and what planning them may take. */
final class LakeTablesTest {
  private static final TableName NAME = new TableName("a", "b", "c");
  private static final Path RECORDED = Path.of("src/test/resources/lake").toAbsolutePath();

  private static LakeTables.Read read(String table, LakeBudget budget) {
    String root = "file:" + RECORDED.resolve(table);
    LakeTables.Asked asked = new LakeTables.Asked(NAME, "t", root, Optional.empty());
    try (LakeTables tables =
        new LakeTables(new LocalLake(), SqlLimits.DEFAULTS, new LakePlans(), budget)) {
      return table.startsWith("delta") ? tables.delta(asked) : tables.iceberg(asked);
    }
  }

  private static List<SqlScan> scans(String table) {
    return ((SqlTable.Scans) read(table, new LakeBudget(() -> false)).table().rows()).scans();
  }

  @Test
  void filesThatAreAlikeAreOneScan() {
    List<SqlScan> scans = scans("delta/checkpoint_v2");
    assertEquals(1, scans.size());
    assertEquals(5, scans.get(0).files().size());
  }

  @Test
  void aPartitionIsAScanOfItsOwn() {
    assertEquals(3, scans("delta/delta_rs").size());
    assertEquals("'2024-03-01'", scans("delta/delta_rs").get(0).expressions().get(1));
  }

  @Test
  void theSameVersionHasTheSameIdentity() {
    LakeTables.Read first = read("delta/deletion_vectors", new LakeBudget(() -> false));
    LakeTables.Read second = read("delta/deletion_vectors", new LakeBudget(() -> false));
    assertEquals(first.identity(), second.identity());
  }

  @ParameterizedTest
  @CsvSource({
    "delta/checkpoint_v2,       4, 100, 100000000, 4",
    "delta/deletion_vectors,   10,   3, 100000000, 3",
    "delta/deletion_vectors,   10, 100,       100, 100",
    "iceberg/db/repartitioned,  3, 100, 100000000, 3",
    "iceberg/db/position_deletes, 9, 13, 100000000, 13",
    "iceberg/db/deletion_vectors, 9, 13, 100000000, 13",
    "iceberg/db/repartitioned, 10, 100,       100, 100"
  })
  void beyondABoundATableIsTooLarge(
      String table, long files, long deleted, long metadata, long limit) {
    LakeException failure =
        assertThrows(
            LakeException.class,
            () -> read(table, new LakeBudget(files, deleted, metadata, () -> false)));
    assertEquals(LakeException.Kind.TOO_LARGE, failure.kind(), failure::toString);
    assertEquals(limit, failure.details().get("limit"));
  }
}
