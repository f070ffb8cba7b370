package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query of users' tables may not do, and tables that can't be read. */
final class QueryDataRefusalTest {
  private static final String GOOD = "select v from lake.main.good";

  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory, "sql.timeoutMillis", "5000");
    data.table("good", data.parquet("good.parquet", "select 1 as v"));
  }

  @AfterEach
  void theServerStillAnswersOthers() {
    assertEquals("[[1]]", data.rows(GOOD));
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into lake.main.good values (2)",
        "update lake.main.good set v = 2",
        "delete from lake.main.good",
        "create table x as select 1",
        "copy (select 1) to '/tmp/x.csv'",
        "copy lake.main.good to '/tmp/x.parquet'",
        "attach '/tmp/x.db'",
        "install httpfs",
        "load httpfs",
        "set memory_limit='100GB'",
        "pragma version",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_parquet('/tmp/x.parquet')",
        "from '/etc/passwd'",
        "select * from '/etc/passwd'",
        "select getenv('HOME')",
        "select 1; drop view x",
        "select * from good",
        "select * from duckdb_settings()",
        "describe lake.main.good",
        "explain select 1"
      })
  void whatIsMoreThanOneSelectOfTablesIsRefused(String sql) {
    data.query(sql).expect(400, "SQL_NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "selec 1", "select nope from lake.main.good", "select cast('x' as integer)"})
  void sqlThatIsWrongSaysWhat(String sql) {
    Answer answer = data.client.send("POST", DataServer.QUERY, DataServer.body(sql));
    answer.expect(400, "INVALID_SQL");
    assertFalse(text(answer).contains(directory.toString()), () -> text(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                       | /sql",
        "{\"sql\":null}                           | /sql",
        "{\"sql\":1}                              | /sql",
        "{\"sql\":\"select 1\",\"maxRows\":0}     | /maxRows",
        "{\"sql\":\"select 1\",\"maxRows\":-1}    | /maxRows",
        "{\"sql\":\"select 1\",\"maxRows\":1.5}   | /maxRows",
        "{\"sql\":\"select 1\",\"maxRows\":\"1\"} | /maxRows",
        "{\"sql\":\"select 1\",\"maxRows\":1e99}  | /maxRows",
        "{\"sql\":\"select 1\",\"freshness\":1}   | /freshness"
      })
  void aBodyThatDoesNotFitIsNamedByPointer(String body, String pointer) {
    Answer answer = data.client.send("POST", DataServer.QUERY, body);
    answer.expect(400, "INVALID_REQUEST");
    assertEquals(pointer, answer.json().at("/details/field").asText());
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    data.query("select '" + "x".repeat(100_000) + "'").expect(413, "TOO_LARGE");
  }

  @Test
  void aTypeThatIsNotMadeIsRefused() {
    data.client
        .send("POST", DataServer.QUERY, "{\"sql\":\"select 1\"}", "Accept", "text/html")
        .expect(406, "NOT_ACCEPTABLE");
  }

  @Test
  void anEndlessQueryEndsAndDisturbsNobody() {
    CompletableFuture<Answer> endless =
        CompletableFuture.supplyAsync(
            () ->
                data.query(
                    "select count(*) from range(10000) a, range(10000) b, range(10000) c,"
                        + " range(10000) d where a.range + b.range + c.range + d.range = -1"));
    assertEquals("[[1]]", data.rows(GOOD));
    endless.join().expect(408, "QUERY_TIMEOUT");
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    Answer answer =
        data.query("select * from lake.main.\"No Such\"").expect(404, "TABLE_NOT_FOUND");
    assertEquals("lake.main.\"No Such\"", answer.json().at("/details/table").asText());
    data.query("select * from system.catalog.nope").expect(404, "TABLE_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void aFolderWithoutAnythingOfItsFormatIsNotReadable(String format) {
    String location = data.root.resolve(format).toUri().toString();
    data.client
        .post(DataServer.TABLES, DataServer.body("t_" + format, format, location))
        .expect(201);
    Answer answer =
        data.query("select * from lake.main.good, lake.main.t_" + format)
            .expect(422, "TABLE_NOT_READABLE");
    assertEquals("lake.main.t_" + format, answer.json().at("/details/table").asText());
  }

  @Test
  void plainFilesHaveNoVersions() {
    data.query("select * from lake.main.good at (version => 1)").expect(400, "SQL_NOT_ALLOWED");
    data.query("select * from system.catalog.tables at (version => 1)")
        .expect(404, "TABLE_NOT_FOUND");
  }

  @Test
  void aTableWithoutALocationIsNotReadable() {
    data.client.post(DataServer.TABLES, "{\"name\":\"nowhere\",\"format\":\"parquet\"}");
    assertUnreadable("nowhere");
  }

  @Test
  void aMissingFileIsNotReadable() {
    data.table("missing", data.root.resolve("missing.parquet"));
    assertUnreadable("missing");
  }

  @Test
  void anEmptyDirectoryWithoutColumnsIsNotReadable() {
    data.table("bare", DataServer.folder(data.root.resolve("bare")));
    assertUnreadable("bare");
  }

  @Test
  void aFileThatIsNotParquetIsNotReadable() throws IOException {
    Path text = Files.writeString(data.root.resolve("text.parquet"), "root:x:0:0".repeat(100));
    data.table("text", text);
    assertUnreadable("text");
    data.table("nothing", Files.createFile(data.root.resolve("nothing.parquet")));
    assertUnreadable("nothing");
    Path odd = Files.writeString(data.root.resolve("odd name"), "PAR1".repeat(100));
    data.table("odd", odd);
    assertUnreadable("odd");
  }

  @Test
  void aTruncatedFileIsNotReadable() throws IOException {
    Path whole = data.parquet("whole.parquet", "select range as v from range(1000)");
    byte[] bytes = Files.readAllBytes(whole);
    Path folder = DataServer.folder(data.root.resolve("cut"));
    Files.copy(whole, folder.resolve("a.parquet"));
    Files.write(folder.resolve("b.parquet"), Arrays.copyOf(bytes, bytes.length - 7));
    data.table("cut", folder);
    assertUnreadable("cut");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 60, 5000})
  void aFileWithBrokenPagesIsNotReadable(int from) throws IOException {
    String name = "broken" + from;
    Path file = data.parquet(name + ".parquet", "select range * 7919 % 1000 as v from range(9999)");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, from, from + 2000, (byte) 0x5a);
    Files.write(file, bytes);
    data.table(name, file);
    Answer answer = data.query("select sum(v) from lake.main." + name);
    answer.expect(422, "TABLE_NOT_READABLE");
    assertFalse(text(answer).contains(directory.toString()), () -> text(answer));
  }

  @Test
  void foldersOfDifferentKeysAreNotOneTable() {
    data.parquet("mixed/a=1/x.parquet", "select 1 as v");
    data.parquet("mixed/b=1/x.parquet", "select 1 as v");
    data.table("mixed", data.root.resolve("mixed"));
    assertUnreadable("mixed");
  }

  @Test
  void foldersWithoutEndAreTooLarge() {
    data.parquet("deep" + "/d".repeat(FileListing.MAX_DEPTH + 1) + "/x.parquet", "select 1 as v");
    data.table("deep", data.root.resolve("deep"));
    Answer answer = data.query("select * from lake.main.deep").expect(422, "QUERY_TOO_LARGE");
    assertEquals(FileListing.MAX_DEPTH, answer.json().at("/details/limit").asInt());
  }

  @Test
  void moreFilesThanAQueryMayReadAreTooLarge() throws IOException {
    Path folder = DataServer.folder(data.root.resolve("many"));
    for (int i = 0; i <= FileListing.MAX_FILES; i++) {
      Files.createFile(folder.resolve(i + ".parquet"));
    }
    data.table("many", folder);
    Answer answer = data.query("select * from lake.main.many").expect(422, "QUERY_TOO_LARGE");
    assertEquals(FileListing.MAX_FILES, answer.json().at("/details/limit").asInt());
    assertTrue(text(answer).contains("lake.main.many"));
  }

  private static void assertUnreadable(String table) {
    Answer answer =
        data.query("select * from lake.main." + table).expect(422, "TABLE_NOT_READABLE");
    assertEquals("lake.main." + table, answer.json().at("/details/table").asText());
    assertFalse(text(answer).contains(directory.toString()), () -> text(answer));
  }

  private static String text(Answer answer) {
    return new String(answer.bytes(), StandardCharsets.UTF_8);
  }
}
