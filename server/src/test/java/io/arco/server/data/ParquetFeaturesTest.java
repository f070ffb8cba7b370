package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Parquet files can be made of, on files that Arrow and Spark wrote. */
final class ParquetFeaturesTest {
  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
    LakeFixtures.copy("parquet", data.root);
    for (String table : new String[] {"codecs", "hive", "legacy"}) {
      data.table(table, data.root.resolve(table));
    }
    for (String table : new String[] {"int96", "types", "encodings", "split"}) {
      data.table(table, data.root.resolve("types/" + table + ".parquet"));
    }
    for (String table : new String[] {"encrypted", "encrypted_columns"}) {
      data.table(table, data.root.resolve(table + ".parquet"));
    }
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  @Test
  void everyCodecIsRead() {
    assertEquals(
        "[[\"brotli\",40],[\"gzip\",40],[\"lz4\",40],[\"none\",40],[\"snappy\",40],[\"zstd\",40]]",
        data.rows("select codec, length(word) from lake.main.codecs order by codec"));
  }

  @Test
  void timestampsOfTwelveBytesAreTimestamps() {
    assertEquals(
        "[[1,\"2024-02-29T01:02:03.456789\"],[2,\"1900-01-01T00:00:00\"],[3,null]]",
        data.rows("select * from lake.main.int96 order by id"));
  }

  @Test
  void everyTypeIsRead() {
    assertEquals(
        "[[18446744073709551615,1.5,\"12345678901234567890.5000000000\",\"01:02:03.000004\","
            + "\"2024-02-29T01:02:03.456789012\",\"2024-02-29T01:02:03Z\","
            + "\"00000000-0000-0000-0000-000000000007\",\"AP8=\",[1,null],"
            + "[{\"key\":\"k\",\"value\":1}],[{\"x\":[1]}]],"
            + "[null,null,null,null,null,null,null,null,null,null,null]]",
        data.rows("select * from lake.main.types"));
  }

  @Test
  void everyEncodingIsRead() {
    assertEquals(
        "[[\"4950\",1237.5,\"word99\",1]]",
        data.rows(
            "select sum(n), sum(f), max(word), count(distinct same) from lake.main.encodings"));
  }

  @Test
  void anEncodingThatTheEngineDoesNotReadIsRefusedByName() {
    assertEquals("[[\"a\"],[\"b\"]]", data.rows("select word from lake.main.split order by word"));
    Answer answer =
        data.query("select sum(n) from lake.main.split").expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals("BYTE_STREAM_SPLIT encoding", answer.json().at("/details/feature").asText());
  }

  @Test
  void listsAndMapsOfTheOldLayoutAreRead() {
    assertEquals(
        "[[[1,null],[{\"key\":\"k\",\"value\":1}],\"2024-02-29T01:02:03.456789\",\"1.25\"]]",
        data.rows("select * exclude (structs) from lake.main.legacy"));
  }

  @Test
  void listsThatTheEngineReadsOtherwiseAreRefusedInsideOfDelta() throws IOException {
    String field =
        "{\\\"name\\\":\\\"structs\\\",\\\"type\\\":{\\\"type\\\":\\\"array\\\","
            + "\\\"elementType\\\":{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"x\\\","
            + "\\\"type\\\":\\\"integer\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]},"
            + "\\\"containsNull\\\":true},\\\"nullable\\\":true,\\\"metadata\\\":{}}";
    Path table = data.root.resolve("old_lists");
    Path file;
    try (Stream<Path> files = Files.list(data.root.resolve("legacy"))) {
      file = files.findFirst().orElseThrow();
    }
    LakeFixtures.delta(
        table,
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
        "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
            + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
            + field
            + "]}\",\"partitionColumns\":[],\"configuration\":{}}}",
        "{\"add\":{\"path\":\"a.parquet\",\"partitionValues\":{},\"size\":1,\"modificationTime\":1,"
            + "\"dataChange\":true}}");
    Files.copy(file, table.resolve("a.parquet"));
    data.table("old_lists", "delta", table);
    Answer answer =
        data.query("select * from lake.main.old_lists").expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals(
        "lists of structs of one field in the old layout",
        answer.json().at("/details/feature").asText());
  }

  @Test
  void foldersOfKeysAreColumnsWhateverTheirValuesHold() {
    assertEquals(
        "[[1,10,\"2024-02-29\",\"a/b=c %20"
            + " d\",\"true\"],[2,9,\"2024-03-01\",\"x:y*[z]?\",\"false\"],"
            + "[3,null,null,null,null],[4,10,\"2024-03-01\",\"2024\",\"true\"]]",
        data.rows("select id, n, day, word, b from lake.main.hive order by id"));
  }

  @Test
  void foldersThatAllHoldNumbersOrDaysAreNumbersAndDays() {
    assertEquals("[[\"BIGINT\"]]", data.rows("select distinct typeof(n) from lake.main.hive"));
    assertEquals(
        "[[1],[2],[4]]", data.rows("select id from lake.main.hive where n > 8 order by 1"));
    assertEquals(
        "[[\"DATE\",\"VARCHAR\",\"VARCHAR\"]]",
        data.rows("select distinct typeof(day), typeof(word), typeof(b) from lake.main.hive"));
  }

  @Test
  void encryptedFilesAreRefusedByName() {
    Answer answer =
        data.query("select * from lake.main.encrypted").expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals("encryption", answer.json().at("/details/feature").asText());
    assertEquals("lake.main.encrypted", answer.json().at("/details/table").asText());
  }

  @Test
  void columnsBesideEncryptedOnesAreRead() {
    assertEquals("[[1]]", data.rows("select id from lake.main.encrypted_columns"));
    data.query("select secret from lake.main.encrypted_columns").expect(422, "TABLE_NOT_READABLE");
  }
}
