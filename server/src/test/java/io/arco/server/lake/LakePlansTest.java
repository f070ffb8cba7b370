package io.arco.server.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ProblemException;
import io.arco.server.data.LakeFixtures;
import io.arco.server.lake.LakePlan.Witness;
import io.arco.server.lake.LakeTable.LakeFile;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.TableName;
import io.arco.server.sql.TableVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans are kept within a bound, save reads, and are never older than the table. */
final class LakePlansTest {
  private static final TableName NAME = new TableName("a", "b", "c");
  private static final Optional<TableVersion> NEWEST = Optional.empty();

  @TempDir Path directory;
  private final CountedFiles files = new CountedFiles();
  private final LakePlans plans = new LakePlans();

  /** Files of this machine, and how they were asked for. */
  private static final class CountedFiles extends LocalLake {
    final List<String> read = new ArrayList<>();
    int lists;
    int stamps;

    @Override
    public Path file(String name) {
      read.add(name);
      return super.file(name);
    }

    @Override
    public Optional<String> stamp(String name) {
      stamps++;
      return super.stamp(name);
    }

    @Override
    public List<Entry> list(String folder) {
      lists++;
      return super.list(folder);
    }

    void forget() {
      read.clear();
      lists = 0;
      stamps = 0;
    }

    long metadata() {
      return read.stream()
          .filter(name -> name.contains("/_delta_log/") || name.contains("/metadata/"))
          .count();
    }
  }

  private LakeTables.Read read(Path table, String owner, Optional<TableVersion> version) {
    files.forget();
    LakeTables.Asked asked = new LakeTables.Asked(NAME, owner, "file:" + table, version);
    LakeBudget budget = new LakeBudget(() -> false);
    try (LakeTables tables = new LakeTables(files, SqlLimits.DEFAULTS, plans, budget)) {
      return Files.exists(table.resolve("_delta_log"))
          ? tables.delta(asked)
          : tables.iceberg(asked);
    }
  }

  private LakeTables.Read read(Path table) {
    return read(table, "t", NEWEST);
  }

  private Path copy(String fixture) {
    return LakeFixtures.copy(fixture, directory.resolve(fixture));
  }

  @Test
  void theLogOfADeltaTableIsReadOnce() {
    Path table = copy("delta/deletion_vectors");
    LakeTables.Read first = read(table);
    assertTrue(files.metadata() >= 5, files.read::toString);
    LakeTables.Read second = read(table);
    assertEquals(first, second);
    // Is the commit what it was, and is there a next one?
    assertEquals(2, files.stamps);
    assertEquals(0, files.lists + files.metadata());
  }

  @Test
  void theMetadataOfAnIcebergTableIsReadOnce() {
    Path table = copy("iceberg/db/equality_deletes");
    LakeTables.Read first = read(table);
    assertTrue(files.metadata() >= 5, files.read::toString);
    LakeTables.Read second = read(table);
    assertEquals(first, second);
    // Which metadata file is the newest, and is it what it was?
    assertEquals(1, files.lists);
    assertEquals(1, files.stamps);
    assertEquals(0, files.metadata());
  }

  @Test
  void anOldVersionHasAPlanOfItsOwn() {
    Path table = copy("delta/deletion_vectors");
    LakeTables.Read old = read(table, "t", Optional.of(new TableVersion.Number(1)));
    assertNotEquals(old.identity(), read(table).identity());
    assertEquals(old, read(table, "t", Optional.of(new TableVersion.Number(1))));
    assertEquals(1, files.stamps);
    assertEquals(0, files.lists + files.metadata());
  }

  @Test
  void aPlanIsNotSharedAmongTables() {
    Path table = copy("delta/deletion_vectors");
    read(table, "one", NEWEST);
    read(table, "two", NEWEST);
    assertTrue(files.metadata() > 0, files.read::toString);
    assertEquals(2, plans.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aNewCommitIsFoundAtOnce(long last) throws IOException {
    Path table = copy("delta/deletion_vectors");
    Path next = table.resolve("_delta_log/%020d.json".formatted(last + 1));
    List<Path> newer = new ArrayList<>();
    for (long version = last + 1; version <= 4; version++) {
      newer.add(table.resolve("_delta_log/%020d.json".formatted(version)));
    }
    byte[] commit = Files.readAllBytes(next);
    for (Path file : newer) {
      Files.delete(file);
    }
    LakeTables.Read before = read(table);
    Files.write(next, commit);
    LakeTables.Read after = read(table);
    assertNotEquals(before.identity(), after.identity());
    assertEquals(after, read(table));
    assertEquals(1, plans.size());
  }

  @Test
  void aTableThatWasMadeAnewIsReadAnew() throws IOException {
    Path table = copy("delta/deletion_vectors");
    Path commit = table.resolve("_delta_log/00000000000000000004.json");
    LakeTables.Read before = read(table);
    // The same number, another commit: that of version 1, the rows of which are not deleted.
    Path other = table.resolve("other");
    Files.writeString(other, "{\"commitInfo\":{}}\n");
    Files.move(other, commit, StandardCopyOption.REPLACE_EXISTING);
    assertNotEquals(before.identity(), read(table).identity());
  }

  @Test
  void aNewMetadataFileIsFoundAtOnce() throws IOException {
    Path table = copy("iceberg/db/position_deletes");
    Path newest = table.resolve("metadata/v5.metadata.json");
    byte[] metadata = Files.readAllBytes(newest);
    Files.delete(newest);
    LakeTables.Read before = read(table);
    assertEquals(before, read(table));
    Files.write(newest, metadata);
    assertNotEquals(before.identity(), read(table).identity());
    assertEquals(1, plans.size());
  }

  @Test
  void aFileThatIsGoneIsMissedThoughThePlanIsKnown() throws IOException {
    Path table = copy("delta/compacted");
    read(table);
    for (java.io.File file : table.toFile().listFiles((d, name) -> name.endsWith(".parquet"))) {
      Files.delete(file.toPath());
    }
    assertThrows(LakeException.class, () -> read(table));
  }

  @ParameterizedTest
  @CsvSource({"delta/deletion_vectors, 10", "iceberg/db/position_deletes, 13"})
  void whatIsKnownCountsAgainstTheBoundsOfAQuery(String fixture, int deleted) {
    Path table = copy(fixture);
    read(table);
    LakeTables.Asked asked = new LakeTables.Asked(NAME, "t", "file:" + table, NEWEST);
    LakeBudget budget = new LakeBudget(100, deleted, 1_000_000, () -> false);
    try (LakeTables tables = new LakeTables(files, SqlLimits.DEFAULTS, plans, budget)) {
      LakeException failure =
          assertThrows(
              LakeException.class,
              () ->
                  (fixture.startsWith("delta") ? tables.delta(asked) : tables.iceberg(asked))
                      .table());
      assertEquals(LakeException.Kind.TOO_LARGE, failure.kind());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta/deletion_vectors", "iceberg/db/equality_deletes"})
  void planningEndsWhenItsTimeIsOver(String fixture) {
    Path table = copy(fixture);
    int end = 0;
    boolean isRead = false;
    while (!isRead) {
      AtomicInteger looks = new AtomicInteger();
      int last = end++;
      LakeTables.Asked asked = new LakeTables.Asked(NAME, "t" + end, "file:" + table, NEWEST);
      LakeBudget budget = new LakeBudget(() -> looks.incrementAndGet() > last);
      try (LakeTables tables = new LakeTables(files, SqlLimits.DEFAULTS, plans, budget)) {
        LakeTables.Read read =
            fixture.startsWith("delta") ? tables.delta(asked) : tables.iceberg(asked);
        isRead = read != null;
      } catch (ProblemException e) {
        assertEquals(io.arco.problem.ErrorCode.QUERY_TIMEOUT, e.problem().code(), e::toString);
      }
    }
    assertTrue(end > 5, "it looked " + end + " times");
  }

  private static LakePlan plan(int files) {
    List<LakeFile> made = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      made.add(new LakeFile("file:/" + i, Map.of(), false, new long[0], List.of()));
    }
    return new LakePlan(new LakeTable(1, false, List.of(), made), Map.of());
  }

  private static LakePlans.Key key(int number) {
    return new LakePlans.Key("t" + number, "file:/t", NEWEST);
  }

  private static final Witness WITNESS = new Witness("f", "s", Optional.empty());

  @Test
  void plansStayWithinTheirBytesAndTheOldestLeaveFirst() {
    long one = plan(10).bytes();
    LakePlans bounded = new LakePlans(3 * one, 100);
    for (int i = 0; i < 3; i++) {
      bounded.keep(key(i), plan(10), WITNESS);
    }
    assertTrue(bounded.find(key(0), witness -> true).isPresent());
    for (int i = 3; i < 5; i++) {
      bounded.keep(key(i), plan(10), WITNESS);
      assertTrue(bounded.bytes() <= 3 * one);
    }
    assertTrue(bounded.find(key(0), witness -> true).isPresent());
    assertFalse(bounded.find(key(1), witness -> true).isPresent());
    assertFalse(bounded.find(key(2), witness -> true).isPresent());
    bounded.keep(key(9), plan(100), WITNESS);
    assertEquals(3, bounded.size());
    bounded.keep(key(0), plan(1), WITNESS);
    assertEquals(2 * one + plan(1).bytes(), bounded.bytes());
  }

  @Test
  void thereAreOnlySoManyPlans() {
    LakePlans bounded = new LakePlans(LakePlans.MAX_BYTES, 2);
    for (int i = 0; i < 5; i++) {
      bounded.keep(key(i), plan(1), WITNESS);
    }
    assertEquals(2, bounded.size());
    assertEquals(2 * plan(1).bytes(), bounded.bytes());
  }

  @Test
  void aPlanWhoseWitnessDoesNotHoldIsNotFound() {
    plans.keep(key(1), plan(1), WITNESS);
    assertFalse(plans.find(key(1), witness -> false).isPresent());
    assertFalse(
        plans
            .find(
                new LakePlans.Key("t1", "file:/t", Optional.of(new TableVersion.Number(1))),
                w -> true)
            .isPresent());
  }

  @Test
  void deletedRowsWeigh() {
    LakeFile file = new LakeFile("f", Map.of(), false, new long[1_000_000], List.of());
    LakePlan plan = new LakePlan(new LakeTable(1, false, List.of(), List.of(file)), Map.of());
    assertTrue(plan.bytes() > 8_000_000);
  }
}
