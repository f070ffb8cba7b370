package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.ContractClient.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Iceberg knows beside the plain case, on tables that Spark and PyIceberg wrote. */
final class IcebergFeaturesTest {
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

  private static Path register(String fixture) {
    Path folder = LakeFixtures.copy("iceberg/" + fixture, data.root.resolve(fixture));
    return data.table(folder.getFileName().toString(), "iceberg", folder);
  }

  @ParameterizedTest
  @CsvSource({
    "db/orc,             data files of the format ORC",
    "db/avro,            data files of the format AVRO",
    "db/avro_deletes,    delete files of the format AVRO",
    "db/nested_equality, equality deletes of a nested column",
    "db/encrypted,       encryption",
    "db/variants,        the type variant",
    "db/nanos,           the type timestamp_ns",
    "db/unknown,         the type unknown",
    "py/db/cased,        columns whose names differ in case alone",
    "py/db/cased_column, columns whose names differ in case alone",
    "py/db/cased_part,   columns whose names differ in case alone",
    "py/db/unmapped,     files without field ids and no name mapping"
  })
  void whatIsNotSupportedIsRefusedByName(String fixture, String feature) {
    Path table = register(fixture);
    Answer answer =
        data.query("select id from lake.main." + table.getFileName())
            .expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals(feature, answer.json().at("/details/feature").asText());
  }

  @Test
  void everyTransformPartitionsATableOfTheFirstVersion() {
    register("db/transforms");
    assertEquals(
        "[[1,\"apple\",\"2023-02-28T23:59:59Z\",7,\"x\"],[2,\"berry\",\"2024-02-29T01:00:00Z\",8,\"y\"],"
            + "[3,null,null,null,null]]",
        data.rows("select * from lake.main.transforms order by id"));
    assertEquals("[[1]]", data.rows("select id from lake.main.transforms where tail = 'x'"));
    assertEquals("[[3]]", data.rows("select id from lake.main.transforms where tail is null"));
  }

  @Test
  void columnsHaveTheirDefaultInRowsOlderThanThem() {
    register("db/defaults");
    assertEquals(
        "[[1,{\"x\":1,\"y\":7},\"it's\",\"2024-02-29\"],[2,{\"x\":2,\"y\":null},null,null]]",
        data.rows("select * from lake.main.defaults order by id"));
  }

  @Test
  void rowsThatKnowTheirLineageAreRows() {
    register("db/lineage");
    assertEquals(
        "[[1,\"one\"],[2,\"changed\"]]", data.rows("select * from lake.main.lineage order by id"));
  }

  @Test
  void branchesAndTagsAreReadByNameAndAreNotTheTable() {
    Path table = register("db/branched");
    assertEquals("[[1],[2]]", data.rows("select * from lake.main.branched order by id"));
    long trial = LakeFixtures.snapshots(table).get(2);
    assertEquals(
        "[[1],[3]]",
        data.rows("select * from lake.main.branched at (version => " + trial + ") order by id"));
    assertEquals("[[1],[3]]", branched("trial"));
    assertEquals("[[1]]", branched("first"));
    assertEquals("[[1],[2]]", branched("main"));
    assertEquals(
        "[[1,2],[3,2]]",
        data.rows(
            "select b.id, m.id from lake.main.branched b at (version => 'trial'),"
                + " lake.main.branched m where m.id = 2 order by b.id"));
    Answer unknown =
        data.query("select * from lake.main.branched at (version => 'Trial')")
            .expect(404, "TABLE_NOT_FOUND");
    assertEquals("Trial", unknown.json().at("/details/version").asText());
  }

  private static String branched(String version) {
    return data.rows(
        "select * from lake.main.branched at (version => '" + version + "') order by id");
  }

  @Test
  void aBranchThatMovesIsReadAsItIsNow() {
    Path table = LakeFixtures.copy("iceberg/db/branched", data.root.resolve("moving/branched"));
    String body = DataServer.body("moving", "iceberg", table.toUri().toString());
    data.client.post(DataServer.TABLES, body).expect(201);
    String trial = "select * from lake.main.moving at (version => 'trial') order by id";
    assertEquals("[[1],[3]]", data.rows(trial));
    List<Long> snapshots = LakeFixtures.snapshots(table);
    LakeFixtures.edit(
        table.resolve("metadata/v6.metadata.json"),
        "\"trial\":{\"snapshot-id\":" + snapshots.get(2),
        "\"trial\":{\"snapshot-id\":" + snapshots.get(0));
    assertEquals("[[1]]", data.rows(trial));
  }

  @Test
  void aNameMappingFindsColumnsOfFilesWithoutIds() {
    register("py/db/mapped");
    assertEquals(
        "[[1,\"one\",{\"city\":\"Oslo\",\"code\":7}],[2,\"two\",{\"city\":\"Rome\",\"code\":8}]]",
        data.rows("select * from lake.main.mapped order by id"));
  }

  @Test
  void lettersBeyondAsciiDifferByTheirCase() {
    register("py/db/accents");
    assertEquals("[[\"lower\",\"upper\"]]", data.rows("select * from lake.main.accents"));
    assertEquals("[[\"upper\"]]", data.rows("select \"Ü\" from lake.main.accents"));
  }

  @Test
  void everyTypeIsRead() {
    register("py/db/types");
    assertEquals(
        "[[1,\"00000000-0000-0000-0000-000000000007\",\"AP8=\",\"01:02:03.000004\","
            + "\"1234567890123456789012345678.5000000000\",\"2024-02-29T01:02:03.456789\","
            + "\"2024-02-29T01:02:03Z\",\"AQ==\"],[2,null,null,null,null,null,null,null]]",
        data.rows("select * from lake.main.types order by id"));
  }
}
