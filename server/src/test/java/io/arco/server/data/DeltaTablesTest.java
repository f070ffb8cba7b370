package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delta tables as Spark and delta-rs wrote them, asked over HTTP. */
final class DeltaTablesTest {
  private static final String METADATA =
      "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
          + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"v\\\","
          + "\\\"type\\\":\\\"%s\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\","
          + "\"partitionColumns\":[],\"configuration\":{}}}";
  private static final String FIELDS = "\\\"fields\\\":[";
  private static final String PARTITION =
      "{\\\"name\\\":\\\"p\\\",\\\"type\\\":\\\"integer\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";
  private static final String PROTOCOL =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}";
  private static final String ADD =
      "{\"add\":{\"path\":\"%s\",\"partitionValues\":{},\"size\":1,\"modificationTime\":1,"
          + "\"dataChange\":true}}";

  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
    LakeFixtures.copy("delta", data.root);
    for (String table :
        new String[] {
          "delta_rs",
          "deletion_vectors",
          "mapping_name",
          "mapping_id",
          "partition_types",
          "checkpoint_v2",
          "widened"
        }) {
      register(table, data.root.resolve(table));
    }
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  private static void register(String name, Path location) {
    data.table(name, "delta", location);
  }

  @Test
  void partitionsAndAddedColumnsAreRead() {
    assertEquals(
        "[[1,\"2024-02-29\",null],[2,null,null],[5,\"2024-03-01\",\"over\"]]",
        data.rows("select id, day, word from lake.main.delta_rs order by id"));
    assertEquals(
        "[[1]]", data.rows("select id from lake.main.delta_rs where day = date '2024-02-29'"));
  }

  @Test
  void anOldVersionIsReadWithItsOwnColumns() {
    assertEquals(
        "[[1,\"2024-02-29\"],[2,null],[3,\"2024-03-01\"]]",
        data.rows("select * from lake.main.delta_rs at (version => 1) order by id"));
    assertEquals(
        "[[5,3]]",
        data.rows(
            "select new.id, old.id from lake.main.delta_rs new join lake.main.delta_rs old"
                + " at (version => 1) on new.day = old.day where new.id = 5"));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 100, Long.MAX_VALUE})
  void aVersionThatIsNotThereIsNamed(long version) {
    Answer answer =
        data.query("select * from lake.main.delta_rs at (version => " + version + ")")
            .expect(404, "TABLE_NOT_FOUND");
    assertEquals(version, answer.json().at("/details/version").asLong());
  }

  @Test
  void deletionVectorsHideRows() {
    String counted = "select count(*), sum(id) from lake.main.deletion_vectors";
    assertEquals("[[100,\"4950\"]]", data.rows(counted + " at (version => 1)"));
    assertEquals("[[90,\"4470\"]]", data.rows(counted + " at (version => 2)"));
    assertEquals("[[86,\"4463\"]]", data.rows(counted));
    assertEquals(
        "[[50,\"changed\"]]",
        data.rows("select id, word from lake.main.deletion_vectors where id between 50 and 50"));
    assertEquals(
        "[]", data.rows("select id from lake.main.deletion_vectors where id in (3, 4, 13, 93)"));
  }

  @Test
  void columnsAreMappedByName() {
    assertEquals(
        "[[1,\"one\",{\"town\":\"Oslo\",\"code\":7,\"country\":null},null],"
            + "[2,\"two\",{\"town\":\"Rome\",\"code\":8,\"country\":\"IT\"},5]]",
        data.rows("select id, fresh, place, gone from lake.main.mapping_name order by id"));
    assertEquals(
        "[[1,\"one\",\"x\"]]",
        data.rows("select id, old, gone from lake.main.mapping_name at (version => 1)"));
  }

  @Test
  void columnsAreMappedById() {
    assertEquals(
        "[[1,\"2024-02-29\",\"one\"],[2,null,\"two\"],[3,\"2024-03-01\",\"three\"]]",
        data.rows("select id, date, name from lake.main.mapping_id order by id"));
  }

  @Test
  void partitionValuesHaveTheirTypes() {
    assertEquals(
        "[[true,-3,9007199254740993,\"12.50\",\"2024-02-29\","
            + "\"2024-02-29T01:02:03.456789Z\",\"2024-02-29T01:02:03.5\",1.5,\"a/b=c %20 d\"],"
            + "[null,null,null,null,null,null,null,null,null]]",
        data.rows(
            "select b, s, l, d, day, \"at\", ntz, f, word from lake.main.partition_types order by"
                + " id"));
  }

  @Test
  void checkpointsWithSidecarsAreRead() throws IOException {
    Path log = data.root.resolve("checkpoint_v2/_delta_log");
    for (int version = 0; version < 3; version++) {
      Files.deleteIfExists(log.resolve("%020d.json".formatted(version)));
    }
    assertEquals(
        "[[0,\"w0\"],[1,\"w1\"],[2,\"w2\"],[3,\"w3\"],[4,\"w4\"]]",
        data.rows("select * from lake.main.checkpoint_v2 order by id"));
  }

  @Test
  void aCheckpointOfTheFirstKindIsRead() throws IOException {
    Path table = LakeFixtures.copy("delta/delta_rs", data.root.resolve("checkpointed"));
    for (int version = 0; version < 2; version++) {
      Files.delete(table.resolve("_delta_log/%020d.json".formatted(version)));
    }
    register("checkpointed", table);
    assertEquals("[[3]]", data.rows("select count(*) from lake.main.checkpointed"));
  }

  @Test
  void typesThatGrewWiderAreOneColumn() {
    assertEquals(
        "[[1,\"2024-02-29\"],[70000,\"2024-03-01\"]]",
        data.rows("select id, day from lake.main.widened order by id"));
  }

  @Test
  void anEmptyTableHasItsColumns() {
    register(
        "hollow",
        LakeFixtures.delta(data.root.resolve("hollow"), PROTOCOL, METADATA.formatted("long")));
    assertEquals("[[null]]", data.rows("select max(v) from lake.main.hollow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"variantShredding", "catalogManaged", "somethingNew"})
  void aFeatureThatIsNotKnownIsRefusedByName(String feature) {
    String protocol =
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\""
            + feature
            + "\"],\"writerFeatures\":[\""
            + feature
            + "\"]}}";
    register(
        feature.toLowerCase(java.util.Locale.ROOT),
        LakeFixtures.delta(data.root.resolve(feature), protocol, METADATA.formatted("long")));
    Answer answer =
        data.query("select * from lake.main." + feature.toLowerCase(java.util.Locale.ROOT))
            .expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals(feature, answer.json().at("/details/feature").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/secret.parquet",
        "a/../../outside/secret.parquet",
        "%2e%2e/outside/secret.parquet",
        "file://%s/outside/secret.parquet",
        "file:%s/outside/secret.parquet",
        "%s/outside/secret.parquet",
        "link.parquet",
        "http://localhost/x.parquet",
        "file://host/x.parquet",
        "missing.parquet"
      })
  void aLogThatNamesAFileElsewhereIsRefused(String named) throws IOException {
    DataServer.write(directory.resolve("outside/secret.parquet"), "select 42 as v");
    String name = "h" + Integer.toHexString(named.hashCode());
    Path folder = data.root.resolve(name);
    Files.createDirectories(folder);
    Files.createSymbolicLink(
        folder.resolve("link.parquet"), directory.resolve("outside/secret.parquet"));
    String path = named.replace("%s", directory.toAbsolutePath().toString());
    register(
        name,
        LakeFixtures.delta(folder, PROTOCOL, METADATA.formatted("long"), ADD.formatted(path)));
    Answer answer = data.query("select * from lake.main." + name).expect(422, "TABLE_NOT_READABLE");
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    assertFalse(text.contains(directory.toString()) || text.contains("secret"), () -> text);
  }

  @Test
  void moreThanTwoHundredPartitionsAreOneTable() throws IOException {
    Path folder = data.root.resolve("many");
    Path one = DataServer.write(folder.resolve("0.parquet"), "select 7::bigint as v");
    String[] actions = new String[203];
    actions[0] = PROTOCOL;
    actions[1] =
        METADATA
            .formatted("long")
            .replace(FIELDS, FIELDS + PARTITION + ",")
            .replace("\"partitionColumns\":[]", "\"partitionColumns\":[\"p\"]");
    for (int i = 0; i <= 200; i++) {
      if (i > 0) {
        Files.copy(one, folder.resolve(i + ".parquet"));
      }
      String value = i == 5 ? "null" : "\"" + i + "\"";
      actions[i + 2] =
          ADD.formatted(i + ".parquet")
              .replace("\"partitionValues\":{}", "\"partitionValues\":{\"p\":" + value + "}");
    }
    register("many", LakeFixtures.delta(folder, actions));
    assertEquals(
        "[[201,200,\"20095\",\"1407\"]]",
        data.rows("select count(*), count(p), sum(p), sum(v) from lake.main.many"));
    assertEquals("[[7,77]]", data.rows("select v, p from lake.main.many where p = 77"));
  }

  @Test
  void aFileThatIsNotParquetIsNotReadable() throws IOException {
    Path folder =
        LakeFixtures.delta(
            data.root.resolve("garbage"),
            PROTOCOL,
            METADATA.formatted("long"),
            ADD.formatted("x.parquet"));
    Files.writeString(folder.resolve("x.parquet"), "root:x:0:0".repeat(100));
    register("garbage", folder);
    Answer answer = data.query("select * from lake.main.garbage").expect(422, "TABLE_NOT_READABLE");
    assertEquals("lake.main.garbage", answer.json().at("/details/table").asText());
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    assertFalse(text.contains(directory.toString()), () -> text);
  }

  @Test
  void aBrokenLogIsNotReadable() {
    register("broken", LakeFixtures.delta(data.root.resolve("broken"), PROTOCOL, "{\"add\":"));
    data.query("select * from lake.main.broken").expect(422, "TABLE_NOT_READABLE");
    register("nolog", DataServer.folder(data.root.resolve("nolog")));
    data.query("select * from lake.main.nolog").expect(422, "TABLE_NOT_READABLE");
  }
}
