package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.RunningServer;
import io.arco.server.remote.RemoteServer;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of {@code arco sql --attach}, run by a DuckDB that knows nothing of Arco. */
final class AttachTest {
  private static final String ODD = "o'dd \"näme\" 東京";
  private static final Pattern URL = Pattern.compile("'(https?://[^']*)'");

  @TempDir private Path directory;

  @Test
  void aStoresTablesHaveTheRowsThatItsManifestSays() throws Exception {
    Path data = Files.createDirectories(directory.resolve("d[a]ta's"));
    String store = "file:" + directory.resolve("store*");
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("store", store, "dataRoots", data.toString()))) {
      registered(clientOf(server), data);
      String script = arco("sql", "--server", server.server().url(), "--attach", "--data").out();
      try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckDb.createStatement()) {
        statement.execute(offline(script));
        assertCounts(statement, newest(directory.resolve("store*")));
        assertData(statement);
      }
    }
    TerminalRun run = arco("sql", "--store", store, "--attach", "--data");
    assertEquals("", run.err());
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(run.out());
      statement.execute(run.out());
      assertCounts(statement, newest(directory.resolve("store*")));
      assertData(statement);
      assertEquals("1", one(statement, "select count(*) from arco.catalog.catalogs"));
      assertEquals(ODD, one(statement, "select name from arco.catalog.catalogs"));
    }
    assertTrue(run.out().contains(".lake: FROM delta_scan('file:///"), run.out());
    assertTrue(run.out().contains("Nothing readable is at the table's location."), run.out());
  }

  @Test
  void aFormerSnapshotIsNamedByItsNumberOrByAMoment() throws Exception {
    String store = "file:" + directory.resolve("store");
    String between;
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
      ContractClient client = server.client();
      client.post("/api/v1/catalogs", "{\"name\":\"first\"}").expect(201);
      client.post("/api/v1/snapshots", null).expect(200);
      between = client.get("/api/v1/catalogs/first").expect(200).json().path("createdAt").asText();
      client.post("/api/v1/catalogs", "{\"name\":\"second\"}").expect(201);
      client.post("/api/v1/snapshots", null).expect(200);
    }
    String count = "select count(*) from mine.catalog.catalogs";
    for (String[] which :
        new String[][] {
          {"--manifest", "1", "1"},
          {"--as-of", "1", "1"},
          {"--as-of", "2", "2"},
          {"--as-of", "9", "2"}
        }) {
      String script =
          arco("sql", "--store", store, "--attach", "--as", "mine", which[0], which[1]).out();
      assertEquals(which[2], after(script, count), which[0] + " " + which[1]);
    }
    String then = arco("sql", "--store", store, "--attach", "--as-of", between).out();
    assertTrue(then.startsWith("-- default/default of " + store + ", manifest "), then);
    for (String[] none :
        new String[][] {{"--manifest", "99"}, {"--as-of", "2001-01-01T00:00:00Z"}}) {
      TerminalRun run = arco("sql", "--store", store, "--attach", none[0], none[1]);
      assertEquals(ExitCode.FAILED, run.status());
      assertEquals("arco: the store has no such snapshot", run.err().strip());
    }
  }

  @Test
  void ofABucketByItsNamesAndByPresignedUrls() throws Exception {
    try (S3TestServer s3 = S3TestServer.start()) {
      String store = s3.newStore();
      try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
        server.client().post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
        server.client().post("/api/v1/snapshots", null).expect(200);
        String served =
            arco("sql", "--server", server.server().url(), "--attach", "--presigned").out();
        assertFalse(served.contains(server.server().url() + "/files/"), served);
        assertEquals("1", after(offline(served), "select count(*) from arco.catalog.catalogs"));
      }
      String presigned =
          arco("sql", "--store", store, "--attach", "--presigned", "--ttl", "60").out();
      assertTrue(presigned.contains("X-Amz-Expires=60"), presigned);
      assertEquals("c", after(offline(presigned), "select name from arco.catalog.catalogs"));
      String named = arco("sql", "--store", store, "--attach").out();
      String root = store.replaceFirst("[?].*", "").replaceFirst("/+$", "");
      assertTrue(named.contains("['" + root + "/tenant=default/workspace=default/tables/"), named);
      assertTrue(named.contains("SCOPE '" + root + "'"), named);
      assertTrue(named.contains("URL_STYLE 'path'"), named);
      assertFalse(named.contains("X-Amz-"), named);
    }
  }

  @Test
  void aScriptIsWrittenForItsOwnerAlone() throws IOException {
    String store = "file:" + directory.resolve("store");
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
      server.client().post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
      server.client().post("/api/v1/snapshots", null).expect(200);
    }
    Path file = directory.resolve("open.sql");
    Files.writeString(file, "what was there");
    TerminalRun run = arco("sql", "--store", store, "--attach", "--to", file.toString());
    assertEquals("", run.out() + run.err());
    assertTrue(Files.readString(file).startsWith("-- default/default of "));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whatDoesNotGoTogetherIsAMistakeOfUse() {
    String store = "file:" + directory;
    for (String[] wrong :
        new String[][] {
          {"--attach", "select 1"},
          {"--manifest", "1", "select 1"},
          {"--to", "x", "select 1"},
          {"--attach", "--as", "Temp"},
          {"--attach", "--ttl", "0"},
          {"--attach", "--manifest", "0"},
          {"--attach", "--as-of", "3"},
          {"--attach", "--store", store, "--as-of", "yesterday"},
          {"--attach", "--store", store, "--as-of", "3", "--manifest", "1"},
          {"--attach", "--store", store, "--presigned"},
          {"--store", "memory:", "--attach"},
          {"--store", store, "--data", "select 1"}
        }) {
      String[] args = Stream.concat(Stream.of("sql"), Stream.of(wrong)).toArray(String[]::new);
      TerminalRun run = arco(args);
      assertEquals(ExitCode.USAGE, run.status(), String.join(" ", args) + ": " + run.err());
    }
  }

  /** A catalog of tables of every kind, with files where there are to be some. */
  private static void registered(ArcoClient client, Path data) throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      copy(statement, "select 42 as v from range(3)", data.resolve("one 'file' [x].parquet"), "");
      copy(
          statement,
          "select i, i % 2 as part from range(5) r(i)",
          data.resolve("by*part"),
          ", partition_by (part)");
    }
    Files.writeString(
        Files.createDirectories(data.resolve("by*part/_temporary")).resolve("x.parquet"), "no");
    Files.createDirectories(data.resolve("empty"));
    String catalogs = "/api/v1/catalogs";
    client.create(catalogs, name(ODD)).orFail();
    String schemas = catalogs + "/" + RunPath.part(ODD) + "/schemas";
    client.create(schemas, name(ODD)).orFail();
    String tables = schemas + "/" + RunPath.part(ODD) + "/tables";
    for (Map.Entry<String, String> table :
        Map.of(
                "t'a\"b l é", "one 'file' [x].parquet",
                "parts", "by*part",
                "empty", "empty",
                "gone", "gone",
                "lake", "lake")
            .entrySet()) {
      var body =
          Json.MAPPER
              .createObjectNode()
              .put("name", table.getKey())
              .put("format", table.getKey().equals("lake") ? "delta" : "parquet")
              .put("location", uri(data.resolve(table.getValue())));
      body.putArray("columns").addObject().put("name", "s").put("type", "struct<a: int>");
      client.create(tables, body).orFail();
    }
  }

  private static void copy(Statement statement, String select, Path to, String options)
      throws SQLException {
    String path = to.toString().replace("'", "''");
    statement.execute("copy (" + select + ") to '" + path + "' (format parquet" + options + ")");
  }

  private static JsonNode name(String name) {
    return Json.MAPPER.createObjectNode().put("name", name);
  }

  /** Names of quotes in paths are more than the client of contracts can check. */
  private static ArcoClient clientOf(RunningServer server) {
    return new ArcoClient(
        new RemoteServer(URI.create(server.server().url()), null, null, null, null));
  }

  private static String uri(Path path) {
    return path.toUri().toString().replaceFirst("/$", "");
  }

  private static void assertData(Statement statement) throws SQLException {
    String schema = "\"" + ODD.replace("\"", "\"\"") + "\"";
    String in = " from " + schema + "." + schema + ".";
    assertEquals("126", one(statement, "select sum(v)" + in + "\"t'a\"\"b l é\""));
    assertEquals("2", one(statement, "select count(*) filter (where part = 1)" + in + "parts"));
    assertEquals("5", one(statement, "select count(*)" + in + "parts"));
    assertEquals("0", one(statement, "select count(s)" + in + "empty"));
  }

  /** Every public table of a manifest, by the number of its rows. */
  private static Map<String, Long> newest(Path store) throws IOException {
    Path snapshots = store.resolve("tenant=default/workspace=default/snapshots");
    JsonNode manifest;
    try (Stream<Path> all = Files.list(snapshots)) {
      Path newest =
          all.filter(file -> file.getFileName().toString().startsWith("0"))
              .max(Path::compareTo)
              .orElseThrow();
      manifest = Json.tree(Files.readAllBytes(newest));
    }
    Map<String, Long> rows = new TreeMap<>();
    for (JsonNode table : manifest.path("tables")) {
      if (table.path("visibility").asText().equals("PUBLIC")) {
        rows.put(
            table.path("domain").asText() + "." + table.path("name").asText(),
            table.path("rows").asLong());
      }
    }
    return rows;
  }

  private static void assertCounts(Statement statement, Map<String, Long> expected)
      throws SQLException {
    assertTrue(expected.get("catalog.tables") >= 5, expected::toString);
    Map<String, Long> actual = new TreeMap<>();
    for (String table : expected.keySet()) {
      actual.put(table, Long.valueOf(one(statement, "select count(*) from arco." + table)));
    }
    assertEquals(expected, actual);
  }

  private String after(String script, String sql) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(script);
      return one(statement, sql);
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The script with what its URLs answer as files: the extension for URLs is fetched from afar. */
  private String offline(String script) throws Exception {
    assertTrue(script.contains("\nINSTALL httpfs;\nLOAD httpfs;\n"), script);
    Matcher url = URL.matcher(script.replaceAll("(?m)^(INSTALL|LOAD) .*\n", ""));
    HttpClient http = HttpClient.newHttpClient();
    Path files = Files.createTempDirectory(directory, "urls");
    int[] number = {0};
    return url.replaceAll(
        found -> {
          try {
            Path file = files.resolve(number[0]++ + ".parquet");
            HttpRequest request = HttpRequest.newBuilder(URI.create(found.group(1))).build();
            assertEquals(
                200, http.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode());
            return Matcher.quoteReplacement("'" + file + "'");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
