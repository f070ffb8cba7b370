package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which files a filter keeps from being read. Everything but the footer of those that it excludes
 * is made garbage: who reads one of them fails.
 */
final class TablePruningTest {
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

  /** Makes garbage of the rows of files, and tells of how many. */
  private static int spoil(Path table, Predicate<String> which) {
    try (Stream<Path> files = Files.walk(table)) {
      List<Path> spoilt =
          files
              .filter(file -> file.toString().endsWith(".parquet") && which.test(file.toString()))
              .toList();
      for (Path file : spoilt) {
        byte[] bytes = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        Arrays.fill(bytes, 4, bytes.length - 8 - footer, (byte) 0xff);
        Files.write(file, bytes);
      }
      return spoilt.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertReadsOnly(String table, String where, String rows) {
    assertEquals(rows, data.rows("select v from lake.main." + table + " where " + where));
    // The others are garbage indeed.
    data.query("select sum(v) from lake.main." + table).expect(422, "TABLE_NOT_READABLE");
  }

  @Test
  void aFilterOfAKeyReadsItsFolderAlone() {
    for (int day = 1; day <= 9; day++) {
      data.parquet(
          "hive/day=2024-03-0" + day + "/n=" + day + "/a.parquet",
          "select " + day + "::bigint as v");
    }
    data.table("hive", "parquet", data.root.resolve("hive"));
    assertEquals(8, spoil(data.root.resolve("hive"), file -> !file.contains("/n=4/")));
    assertReadsOnly("hive", "n = 4", "[[4]]");
    assertReadsOnly("hive", "day = date '2024-03-04'", "[[4]]");
    assertReadsOnly("hive", "day between date '2024-03-04' and date '2024-03-04' + 0", "[[4]]");
    assertReadsOnly("hive", "n in (4, 40)", "[[4]]");
    assertReadsOnly("hive", "n = (select 4)", "[[4]]");
  }

  @Test
  void aFilterOfAColumnReadsNoFileWhoseStatisticsExcludeIt() {
    for (int i = 0; i < 5; i++) {
      data.parquet(
          "statistics/" + i + ".parquet",
          "select (100 * " + i + " + i)::bigint as v from range(100) t(i)");
    }
    data.table("statistics", "parquet", data.root.resolve("statistics"));
    assertEquals(4, spoil(data.root.resolve("statistics"), file -> !file.endsWith("/3.parquet")));
    assertReadsOnly("statistics", "v = 342", "[[342]]");
    assertReadsOnly("statistics", "v > 341 and v < 344", "[[342],[343]]");
  }

  /** A Delta table of partitions p = 0 to {@code count - 1}, each with the row v = p. */
  private static Path delta(String name, int count) throws IOException {
    Path folder = data.root.resolve(name);
    List<String> actions = new ArrayList<>();
    actions.add("{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}");
    String field =
        "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";
    actions.add(
        "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
            + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
            + field.formatted("v")
            + ","
            + field.formatted("p")
            + "]}\",\"partitionColumns\":[\"p\"],\"configuration\":{}}}");
    for (int p = 0; p < count; p++) {
      DataServer.write(folder.resolve("f" + p + ".parquet"), "select " + p + "::bigint as v");
      actions.add(
          "{\"add\":{\"path\":\"f%d.parquet\",\"partitionValues\":{\"p\":\"%d\"},\"size\":1,\"modificationTime\":1,\"dataChange\":true}}"
              .formatted(p, p));
    }
    return LakeFixtures.delta(folder, actions.toArray(String[]::new));
  }

  @Test
  void aFilterOfAPartitionOfDeltaReadsItsFilesAlone() throws IOException {
    Path table = delta("few", 20);
    data.table("few", "delta", table);
    assertEquals(19, spoil(table, file -> !file.endsWith("/f7.parquet")));
    assertReadsOnly("few", "p = 7", "[[7]]");
    assertReadsOnly("few", "p > 6 and p < 8", "[[7]]");
    // A partition's files have statistics, too.
    assertReadsOnly("few", "v = 7", "[[7]]");
  }

  @Test
  void soItDoesWhereThereAreMorePartitionsThanScans() throws IOException {
    Path table = delta("many", 210);
    data.table("many", "delta", table);
    assertEquals(209, spoil(table, file -> !file.endsWith("/f77.parquet")));
    assertReadsOnly("many", "p = 77", "[[77]]");
    assertReadsOnly("many", "p > 76 and p < 78", "[[77]]");
    assertReadsOnly("many", "p = 77 and v > 0", "[[77]]");
    assertReadsOnly("many", "v = 77", "[[77]]");
  }

  @Test
  void aFilterOfAnIdentityPartitionOfIcebergReadsItsFilesAlone() {
    Path table = LakeFixtures.copy("iceberg/py/db/places", data.root.resolve("places"));
    data.table("places", "iceberg", table);
    assertEquals(1, spoil(table, file -> file.contains("/place=Rome/")));
    assertEquals(
        "[[1],[3]]", data.rows("select id from lake.main.places where town = 'Oslo' order by id"));
    long first = LakeFixtures.snapshots(table).get(0);
    String old = "lake.main.places at (version => " + first + ")";
    assertEquals("[[1]]", data.rows("select id from " + old + " where place = 'Oslo'"));
    data.query("select sum(id) from " + old).expect(422, "TABLE_NOT_READABLE");
  }

  @Test
  void aFilterOfAColumnOfIcebergReadsNoFileWhoseStatisticsExcludeIt() {
    Path table = LakeFixtures.copy("iceberg/db/transforms", data.root.resolve("transforms"));
    data.table("transforms", "iceberg", table);
    assertEquals(2, spoil(table.resolve("data"), file -> !file.contains("at_month=2024-02")));
    assertEquals(
        "[[2]]",
        data.rows(
            "select id from lake.main.transforms where \"at\" >= timestamptz '2024-01-01"
                + " 00:00:00Z'"));
    assertEquals("[[2]]", data.rows("select id from lake.main.transforms where n = 8"));
    data.query("select sum(id) from lake.main.transforms").expect(422, "TABLE_NOT_READABLE");
  }
}
