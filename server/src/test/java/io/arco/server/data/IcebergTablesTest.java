package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iceberg tables as Spark and PyIceberg wrote them, copied elsewhere and asked over HTTP. */
final class IcebergTablesTest {
  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
    LakeFixtures.copy("iceberg/db", data.root);
    LakeFixtures.copy("iceberg/py/db", data.root);
    for (String table :
        List.of(
            "evolved",
            "repartitioned",
            "position_deletes",
            "deletion_vectors",
            "equality_deletes",
            "places")) {
      register(table, data.root.resolve(table));
    }
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  private static void register(String name, Path location) {
    data.table(name, "iceberg", location);
  }

  private static String at(String table, int snapshot) {
    long id = LakeFixtures.snapshots(data.root.resolve(table)).get(snapshot);
    return "lake.main." + table + " at (version => " + id + ")";
  }

  @Test
  void columnsAreFoundByIdWhateverTheyAreCalledNow() {
    assertEquals(
        "[[\"one\",1,1.5,\"2.25\",{\"town\":\"Oslo\",\"code\":7,\"country\":null},[{\"value\":1,\"w\":2}],"
            + "[{\"key\":\"k\",\"value\":1}],null],[\"two\",9007199254740993,2.5,\"123456.75\","
            + "{\"town\":\"Rome\",\"code\":8,\"country\":\"IT\"},[{\"value\":3,\"w\":4}],"
            + "[{\"key\":\"k\",\"value\":2}],5]]",
        data.rows("select * from lake.main.evolved order by id"));
  }

  @Test
  void anOldSnapshotHasTheColumnsOfItsTime() {
    assertEquals(
        "[[1,\"one\",1.5,\"2.25\",\"x\",{\"city\":\"Oslo\",\"code\":7},[{\"v\":1,\"w\":2}],"
            + "[{\"key\":\"k\",\"value\":1}]]]",
        data.rows("select * from " + at("evolved", 0)));
  }

  @Test
  void aSnapshotThatIsNotThereIsNamed() {
    Answer answer =
        data.query("select * from lake.main.evolved at (version => 7)")
            .expect(404, "TABLE_NOT_FOUND");
    assertEquals(7, answer.json().at("/details/version").asLong());
  }

  @Test
  void filesOfSeveralPartitionSpecsAreOneTable() {
    assertEquals(
        "[[1,\"a\"],[2,\"b\"],[3,\"c\"],[4,\"d\"]]",
        data.rows("select id, word from lake.main.repartitioned order by id"));
    assertEquals("[[4]]", data.rows("select id from lake.main.repartitioned where word = 'd'"));
    assertEquals("[[2]]", data.rows("select count(*) from " + at("repartitioned", 1)));
  }

  @Test
  void positionDeletesHideRowsWrittenBeforeThem() {
    String counted = "select count(*), sum(id) from ";
    assertEquals("[[100,\"4950\"]]", data.rows(counted + at("position_deletes", 0)));
    assertEquals("[[90,\"4470\"]]", data.rows(counted + at("position_deletes", 1)));
    assertEquals("[[86,\"4463\"]]", data.rows(counted + at("position_deletes", 2)));
    assertEquals("[[87,\"4466\"]]", data.rows(counted + "lake.main.position_deletes"));
    assertEquals(
        "[[\"again\"]]", data.rows("select word from lake.main.position_deletes where id = 3"));
  }

  @Test
  void deletionVectorsHideRows() {
    String counted = "select count(*), sum(id) from ";
    assertEquals("[[90,\"4470\"]]", data.rows(counted + at("deletion_vectors", 1)));
    assertEquals("[[86,\"4463\"]]", data.rows(counted + "lake.main.deletion_vectors"));
  }

  @Test
  void equalityDeletesHideEqualRowsOfTheirPartitionWrittenBeforeThem() {
    assertEquals(
        "[[1,\"one\",\"p\"],[3,\"three\",\"p\"],[1,\"after\",\"q\"],[2,\"two\",\"q\"]]",
        data.rows("select * from lake.main.equality_deletes order by part, id"));
    assertEquals("[[5]]", data.rows("select count(*) from " + at("equality_deletes", 1)));
  }

  @Test
  void whatPyIcebergWroteIsRead() {
    assertEquals(
        "[[1,\"Oslo\",null],[3,\"Oslo\",\"new\"]]",
        data.rows("select id, town, word from lake.main.places order by id"));
    assertEquals("[[2]]", data.rows("select count(place) from " + at("places", 0)));
  }

  @Test
  void oneMetadataFileCanBeRegistered() throws IOException {
    Path metadata = data.root.resolve("position_deletes/metadata/v2.metadata.json");
    register("pinned", metadata);
    assertEquals("[[100]]", data.rows("select count(*) from lake.main.pinned"));
    Files.copy(
        data.root
            .resolve("places/metadata")
            .toFile()
            .listFiles((d, n) -> n.startsWith("00001"))[0]
            .toPath(),
        LakeFixtures.copy("iceberg/py/db/places", data.root.resolve("torn"))
            .resolve("metadata/00004-other.metadata.json"));
    register("torn", data.root.resolve("torn"));
    data.query("select * from lake.main.torn").expect(422, "TABLE_NOT_READABLE");
  }

  @Test
  void aTableWithoutASnapshotHasItsColumns() {
    Path table = LakeFixtures.copy("iceberg/db/evolved", data.root.resolve("fresh"));
    register("fresh", table.resolve("metadata/v1.metadata.json"));
    assertEquals("[[0]]", data.rows("select count(id) from lake.main.fresh"));
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    Path table = LakeFixtures.copy("iceberg/db/evolved", data.root.resolve("newer"));
    LakeFixtures.edit(
        table.resolve("metadata/v13.metadata.json"),
        "\"format-version\":2",
        "\"format-version\":9");
    register("newer", table);
    Answer answer = data.query("select * from lake.main.newer").expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals("format version 9", answer.json().at("/details/feature").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/arco-fixtures/iceberg/db/evolved/metadata/snap, /etc/passwd/snap",
    "/tmp/arco-fixtures/iceberg/db/evolved/metadata/snap,"
        + " /tmp/arco-fixtures/iceberg/db/evolved/../../../../outside/snap",
    "file:/tmp/arco-fixtures/iceberg/db/evolved/metadata/snap, http://localhost/snap",
    "file:/tmp/arco-fixtures/iceberg/db/evolved/metadata/snap, file://host/snap",
    "file:///tmp/arco-fixtures/iceberg/db/evolved, file:///etc"
  })
  void metadataThatNamesAFileElsewhereIsRefused(String from, String to) throws IOException {
    String name = "h" + Integer.toHexString(to.hashCode());
    Path table = LakeFixtures.copy("iceberg/db/evolved", data.root.resolve(name));
    LakeFixtures.edit(table.resolve("metadata/v13.metadata.json"), from, to);
    register(name, table);
    Answer answer = data.query("select * from lake.main." + name).expect(422, "TABLE_NOT_READABLE");
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    assertFalse(text.contains("/etc") || text.contains("/outside"), () -> text);
  }
}
