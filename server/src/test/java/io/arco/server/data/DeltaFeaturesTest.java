package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Delta's protocol knows beside the plain case, on tables that Spark and delta-rs wrote. */
final class DeltaFeaturesTest {
  private static final String PART =
      "00000000000000000003.checkpoint.0000000002.0000000002.parquet";

  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  private static Path register(String table) {
    return register(table, table);
  }

  private static Path register(String fixture, String table) {
    Path folder = LakeFixtures.copy("delta/" + fixture, data.root.resolve(table));
    return data.table(table, "delta", folder);
  }

  private static void deleteCommits(Path table, int to) throws IOException {
    for (int version = 0; version < to; version++) {
      Files.delete(table.resolve("_delta_log/%020d.json".formatted(version)));
    }
  }

  @Test
  void aCheckpointInPartsIsRead() throws IOException {
    deleteCommits(register("multi_part"), 3);
    assertEquals("[[0],[1],[2],[3]]", data.rows("select * from lake.main.multi_part order by id"));
  }

  @Test
  void halfACheckpointIsNone() throws IOException {
    Path table = register("multi_part", "multi_part_torn");
    Files.delete(table.resolve("_delta_log").resolve(PART));
    deleteCommits(table, 3);
    data.query("select * from lake.main.multi_part_torn").expect(422, "TABLE_NOT_READABLE");
    LakeFixtures.copy("delta/multi_part", table);
    Files.delete(table.resolve("_delta_log").resolve(PART));
    assertEquals("[[4]]", data.rows("select count(*) from lake.main.multi_part_torn"));
  }

  @Test
  void aCheckpointOfJsonIsRead() throws IOException {
    deleteCommits(register("json_checkpoint"), 3);
    assertEquals(
        "[[0],[1],[2],[3]]", data.rows("select * from lake.main.json_checkpoint order by id"));
  }

  @Test
  void commitsThatWerePutTogetherAreRead() {
    register("compacted");
    assertEquals("[[1],[2],[3]]", data.rows("select * from lake.main.compacted order by id"));
    assertEquals(
        "[[0],[1]]", data.rows("select * from lake.main.compacted at (version => 2) order by id"));
  }

  @Test
  void trackedRowsAreRows() {
    register("row_tracking");
    assertEquals(
        "[[1,\"one\"],[2,\"changed\"],[3,\"three\"]]",
        data.rows("select * from lake.main.row_tracking order by id"));
  }

  @Test
  void commitsThatHoldTheirTimesAreRead() {
    register("commit_timestamps");
    assertEquals("[[1]]", data.rows("select * from lake.main.commit_timestamps"));
  }

  @Test
  void aProtocolThatBindsThoseWhoVacuumIsRead() {
    register("vacuum_check");
    assertEquals("[[1]]", data.rows("select * from lake.main.vacuum_check"));
  }

  @Test
  void clusteredTablesAreRead() {
    register("clustered");
    assertEquals("[[1,\"one\"]]", data.rows("select * from lake.main.clustered"));
  }

  @Test
  void whatIsForWritersAloneChangesNothing() {
    register("for_writers");
    assertEquals(
        "[[1,\"none\"],[2,\"changed\"]]",
        data.rows("select * from lake.main.for_writers order by id"));
  }

  @Test
  void filesAndDeletionVectorsMayBeNamedByWholePaths() throws IOException {
    register("cloned_from");
    Path log = register("cloned").resolve("_delta_log");
    // Of the two that say the same, the one that can be told where the table is now.
    Files.delete(log.resolve("_last_checkpoint"));
    Files.delete(log.resolve("00000000000000000000.checkpoint.parquet"));
    LakeFixtures.edit(
        log.resolve("00000000000000000000.json"),
        "file:/tmp/arco-fixtures/delta",
        "file:" + data.root);
    assertEquals("[[10,\"142\"]]", data.rows("select count(*), sum(id) from lake.main.cloned"));
  }

  @Test
  void aDeletionVectorMayStandInTheLog() {
    Path table = register("cloned_from", "inline");
    // The bytes of the vector in the file beside it, as text.
    LakeFixtures.edit(
        table.resolve("_delta_log/00000000000000000002.json"),
        "\"storageType\":\"u\",\"pathOrInlineDv\":\"w&C1T13G8UM@T(vUxKK{\",\"offset\":1,",
        "\"storageType\":\"i\",\"pathOrInlineDv\":\"^Bg9^0rr910000000000iXQKl0rr91000005c8Xg0@@r3\",");
    assertEquals("[[9,\"42\"]]", data.rows("select count(*), sum(id) from lake.main.inline"));
  }

  @Test
  void filesOlderThanTheMappingOfColumnsAreRead() {
    register("mapping_later");
    assertEquals(
        "[[1,\"one\",null],[2,\"two\",5]]",
        data.rows("select * from lake.main.mapping_later order by id"));
  }

  @Test
  void columnsAreMappedInsideOfListsAndMaps() {
    register("mapping_deep");
    assertEquals(
        "[[1,[{\"value\":1,\"w\":2}],[{\"key\":\"k\",\"value\":{\"value\":3,\"more\":null}}]],"
            + "[2,[{\"value\":4,\"w\":5}],[{\"key\":\"k\",\"value\":{\"value\":6,\"more\":\"x\"}}]]]",
        data.rows("select * from lake.main.mapping_deep order by id"));
  }

  @Test
  void everyTypeIsRead() {
    register("types");
    assertEquals(
        "[[1,true,-1,-2,9007199254740993,1.5,\"NaN\",\"12345678901234567890.5000000000\",\"0001-01-01\","
            + "\"1900-01-01T00:00:00.000001Z\",\"2024-02-29T01:02:03.5\",\"\",\"AP8=\",[1,null],"
            + "[{\"key\":\"k\",\"value\":null}]],"
            + "[2,null,null,null,null,null,null,null,null,null,null,null,null,null,null]]",
        data.rows("select * exclude (p) from lake.main.types order by id"));
    assertEquals("[[null],[null]]", data.rows("select p.x from lake.main.types"));
  }

  @ParameterizedTest
  @CsvSource({"variants, variantType", "binary_partition, partitions by binary values"})
  void whatIsNotSupportedIsRefusedByName(String table, String feature) {
    register(table);
    Answer answer =
        data.query("select id from lake.main." + table).expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals(feature, answer.json().at("/details/feature").asText());
  }

  @Test
  void aFeatureOfATypeThatNoColumnHasIsNotMissed() {
    register("variant_unused");
    assertEquals("[[1],[2]]", data.rows("select id from lake.main.variant_unused order by id"));
  }

  @Test
  void aVersionWhoseFilesAreGoneIsNotReadable() {
    register("vacuumed");
    assertEquals("[[3]]", data.rows("select * from lake.main.vacuumed"));
    data.query("select * from lake.main.vacuumed at (version => 0)")
        .expect(422, "TABLE_NOT_READABLE");
    data.query("select * from lake.main.vacuumed at (version => 'main')")
        .expect(400, "SQL_NOT_ALLOWED");
  }

  @Test
  void aVersionWhoseLogIsGoneIsNamed() {
    register("cleaned");
    assertEquals("[[3]]", data.rows("select count(*) from lake.main.cleaned"));
    Answer answer =
        data.query("select * from lake.main.cleaned at (version => 1)")
            .expect(404, "TABLE_NOT_FOUND");
    assertEquals(1, answer.json().at("/details/version").asLong());
  }
}
