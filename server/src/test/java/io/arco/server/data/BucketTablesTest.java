package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.runtime.Workers;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.s3.S3Location;
import io.arco.store.s3.S3Store;
import io.arco.testing.s3.S3TestServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files lie in a bucket. */
final class BucketTablesTest {
  private static final Path RECORDED = Path.of("src/test/resources/lake");

  @TempDir static Path directory;
  private static S3TestServer s3;
  private static ObjectStore objects;
  private static String location;
  private static String root;
  private static DataServer data;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3TestServer.start();
    location = s3.newStore();
    S3Location parsed = S3Location.parse(location);
    root = DataBuckets.name(parsed);
    objects = open(parsed);
    upload("delta/deletion_vectors", "delta");
    upload("delta/delta_rs", "delta_rs");
    upload("iceberg/db/equality_deletes", "iceberg");
    for (int year = 2023; year < 2026; year++) {
      Path file =
          DataServer.write(directory.resolve("y" + year + ".parquet"), "select " + year + " as v");
      put(file, "hive/year=" + year + "/a.parquet");
    }
    data = new DataServer(directory, "dataBuckets", location);
    data.table("delta", "delta", root + "/delta");
    data.table("delta_rs", "delta", root + "/delta_rs");
    data.table("iceberg", "iceberg", root + "/iceberg/");
    data.table("hive", "parquet", root + "/hive");
    data.table("one", "parquet", root + "/hive/year=2024/a.parquet");
  }

  @AfterAll
  static void stop() {
    data.close();
    DataBucket.await(objects.close());
    s3.close();
  }

  private static ObjectStore open(S3Location at) {
    return S3Store.open(
        at,
        new Workers() {
          @Override
          public <T> Future<T> call(Callable<T> task) {
            try {
              return Future.succeededFuture(task.call());
            } catch (Exception e) {
              return Future.failedFuture(e);
            }
          }
        });
  }

  private static void upload(String fixture, String name) throws IOException {
    Path source = RECORDED.resolve(fixture);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(file, name + "/" + source.relativize(file));
      }
    }
  }

  private static void put(Path file, String name) throws IOException {
    DataBucket.await(objects.put(new Key(name), Files.readAllBytes(file), Precondition.NONE));
  }

  @Test
  void openTablesAreReadFromTheBucket() {
    assertEquals("[[86,\"4463\"]]", data.rows("select count(*), sum(id) from lake.main.delta"));
    assertEquals("[[100]]", data.rows("select count(*) from lake.main.delta at (version => 1)"));
    assertEquals(
        "[[1,\"2024-02-29\"],[2,null],[5,\"2024-03-01\"]]",
        data.rows("select id, day from lake.main.delta_rs order by id"));
    assertEquals(
        "[[1,\"after\"],[1,\"one\"],[2,\"two\"],[3,\"three\"]]",
        data.rows("select id, word from lake.main.iceberg order by id, word"));
  }

  @Test
  void plainFilesAndTheirFoldersAreReadFromTheBucket() {
    assertEquals(
        "[[2023,2023],[2024,2024],[2025,2025]]",
        data.rows("select v, year from lake.main.hive order by v"));
    assertEquals("[[2024]]", data.rows("select v from lake.main.one"));
  }

  @Test
  void whatWasCopiedIsNotFetchedAgain() {
    data.rows("select v from lake.main.hive");
    int gets = s3.requests("GET");
    assertEquals("[[2025]]", data.rows("select max(v) from lake.main.hive"));
    // One list, and a look at each file.
    assertEquals(1, s3.requests("GET") - gets);
  }

  @Test
  void theLogOfAKnownTableIsNotReadAgain() {
    data.rows("select max(id) from lake.main.delta");
    int gets = s3.requests("GET");
    int heads = s3.requests("HEAD");
    assertEquals("[[99]]", data.rows("select max(id) from lake.main.delta"));
    assertEquals(0, s3.requests("GET") - gets);
    // The last commit, the next one, and each data file.
    assertEquals(2 + 2, s3.requests("HEAD") - heads);
  }

  @Test
  void anObjectThatIsReplacedIsReadAsItIsNow() throws IOException {
    put(DataServer.write(directory.resolve("r1.parquet"), "select 1 as v"), "replaced/a.parquet");
    data.table("replaced", "parquet", root + "/replaced/a.parquet");
    assertEquals("[[1]]", data.rows("select v from lake.main.replaced"));
    put(DataServer.write(directory.resolve("r2.parquet"), "select 2 as v"), "replaced/a.parquet");
    assertEquals("[[2]]", data.rows("select v from lake.main.replaced"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://elsewhere/arco/x",
        "%s-more/x",
        "%s/../x",
        "%s/a//b",
        "%s/x?endpoint=http://localhost",
        "%s/x#y",
        "%s/%%2e%%2e/x"
      })
  void aLocationOutsideTheBucketsIsRefused(String location) {
    data.client
        .post(DataServer.TABLES, DataServer.body("no", "parquet", location.formatted(root)))
        .expect(400, "INVALID_LOCATION");
  }

  @Test
  void whatIsNotThereIsNotReadable() {
    data.table("gone", "parquet", root + "/gone");
    data.query("select * from lake.main.gone").expect(422, "TABLE_NOT_READABLE");
    data.table("nolog", "delta", root + "/gone");
    data.query("select * from lake.main.nolog").expect(422, "TABLE_NOT_READABLE");
  }

  @Test
  void aLogThatNamesAnObjectElsewhereIsRefused() throws IOException {
    String outside = root.replace("/arco", "/outside") + "/x.parquet";
    ObjectStore other = open(S3Location.parse(location.replace("/arco?", "/outside?")));
    Path file = DataServer.write(directory.resolve("x.parquet"), "select 42::bigint as v");
    DataBucket.await(other.put(new Key("x.parquet"), Files.readAllBytes(file), Precondition.NONE));
    DataBucket.await(other.close());
    Path log =
        LakeFixtures.delta(
            directory.resolve("hostile"),
            "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
            "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
                + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
                + "{\\\"name\\\":\\\"v\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\","
                + "\"partitionColumns\":[],\"configuration\":{}}}",
            "{\"add\":{\"path\":\""
                + outside
                + "\","
                + "\"partitionValues\":{},\"size\":1,"
                + "\"modificationTime\":1,\"dataChange\":true}}");
    put(
        log.resolve("_delta_log/00000000000000000000.json"),
        "hostile/_delta_log/00000000000000000000.json");
    data.table("hostile", "delta", root + "/hostile");
    data.query("select * from lake.main.hostile").expect(422, "TABLE_NOT_READABLE");
  }
}
