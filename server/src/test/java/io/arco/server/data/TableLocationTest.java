package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.server.ContractClient.Answer;
import io.arco.server.RunningServer;
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

/** Where tables may point: judged when they are registered, and again when they are read. */
final class TableLocationTest {
  @TempDir static Path directory;
  private static DataServer data;
  private static Path outside;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
    outside = DataServer.write(directory.resolve("secret/x.parquet"), "select 1 as v");
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  private static Answer register(String name, String location) {
    return data.client.send("POST", DataServer.TABLES, DataServer.body(name, "parquet", location));
  }

  private static void assertRefused(String location) {
    long before = data.client.get(DataServer.TABLES).sequence();
    Answer answer = register("refused", location).expect(400, "INVALID_LOCATION");
    assertEquals("/location", answer.json().at("/details/field").asText());
    assertEquals(location, answer.json().at("/details/value").asText());
    assertEquals(before, data.client.get(DataServer.TABLES).expect(200).sequence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data/x.parquet",
        "../x.parquet",
        "file:x.parquet",
        "file:",
        "file://host/ROOT/x.parquet",
        "file://localhostROOT/x.parquet",
        "s3://bucket/x.parquet",
        "https://example.org/x.parquet",
        "file://ROOT/x.parquet?y=1",
        "file://ROOT/x.parquet#y",
        "file://ROOT/../secret/x.parquet",
        "file://ROOT/sub/../x.parquet",
        "file://ROOT/./x.parquet",
        "file://ROOT/%2e%2e/secret/x.parquet",
        "file://ROOT/%2E%2E/secret/x.parquet",
        "file://ROOT/..%2fsecret/x.parquet",
        "file://ROOT/a%00b.parquet",
        "file://ROOT/a%0Ab.parquet",
        "file://ROOT/%ff.parquet",
        "file://ROOT/%zz.parquet",
        "file:///etc/passwd",
        "file:///",
        "file://PARENT",
        "file://PARENT/secret/x.parquet",
        "file://ROOT-sibling/x.parquet",
        "file://STORE",
        "file://STORE/tenant=default/x.parquet"
      })
  void aLocationElsewhereIsRefused(String template) {
    assertRefused(
        template
            .replace("ROOT", data.root.toString())
            .replace("STORE", data.store.toString())
            .replace("PARENT", directory.toString()));
  }

  @Test
  void aLocationBehindALinkThatLeadsOutIsRefused() throws IOException {
    Files.createSymbolicLink(data.root.resolve("out"), outside.getParent());
    assertRefused("file://" + data.root.resolve("out"));
    assertRefused("file://" + data.root.resolve("out/x.parquet"));
    assertRefused("file://" + data.root.resolve("out/not/yet.parquet"));
    Files.createSymbolicLink(data.root.resolve("store"), data.store);
    assertRefused("file://" + data.root.resolve("store"));
    Files.createSymbolicLink(data.root.resolve("nowhere"), directory.resolve("not-yet"));
    assertRefused("file://" + data.root.resolve("nowhere"));
    Files.createSymbolicLink(data.root.resolve("circle"), data.root.resolve("circle"));
    assertRefused("file://" + data.root.resolve("circle"));
  }

  @Test
  void theRefusalShowsNoOtherPath() {
    Answer answer = register("refused", "file:///etc/passwd").expect(400);
    assertFalse(text(answer).contains(directory.toString()), () -> text(answer));
  }

  @Test
  void withoutRootsEveryLocationIsRefusedAndTheAnswerSaysHowToConfigureSome() {
    try (RunningServer server = RunningServer.inMemory()) {
      server.client().post("/api/v1/catalogs", "{\"name\":\"lake\"}").expect(201);
      server.client().post("/api/v1/catalogs/lake/schemas", "{\"name\":\"main\"}").expect(201);
      String location = outside.toUri().toString();
      Answer answer =
          server
              .client()
              .post(DataServer.TABLES, DataServer.body("t", "parquet", location))
              .expect(400, "INVALID_LOCATION");
      assertEquals(true, text(answer).contains("--data-root"));
    }
  }

  @Test
  void theRegisteredLocationIsCanonical() {
    String root = data.root.toUri().toString().replaceFirst("/$", "");
    String path = data.root.toUri().getRawPath().replaceFirst("/$", "");
    assertRegistered("file:" + path + "/one.parquet", root + "/one.parquet", "one");
    assertRegistered("FILE://" + path + "//two/", root + "/two", "two");
    assertRegistered("file://" + path + "/a%20b+%41", root + "/a%20b+A", "three");
  }

  @Test
  void formatsOtherThanParquetAreHeldToTheRootsToo() {
    String body = DataServer.body("d", "delta", "file:///etc/delta");
    data.client.post(DataServer.TABLES, body).expect(400, "INVALID_LOCATION");
    String inside = DataServer.body("d", "delta", data.root.resolve("delta").toUri().toString());
    data.client.post(DataServer.TABLES, inside).expect(201);
  }

  private static void assertRegistered(String given, String canonical, String name) {
    assertEquals(canonical, register(name, given).expect(201).json().path("location").asText());
  }

  @Test
  void aLinkPlantedAfterRegistrationIsNotFollowed() throws IOException {
    Path folder = data.root.resolve("planted");
    DataServer.write(folder.resolve("x.parquet"), "select 1 as v");
    data.table("planted", folder);
    assertEquals("[[1]]", data.rows("select v from lake.main.planted"));
    Files.delete(folder.resolve("x.parquet"));
    Files.createSymbolicLink(folder.resolve("x.parquet"), outside);
    assertUnreadable("planted");
    Files.delete(folder.resolve("x.parquet"));
    Files.createSymbolicLink(folder.resolve("sub"), outside.getParent());
    assertUnreadable("planted");
    Files.delete(folder.resolve("sub"));
    Files.delete(folder);
    Files.createSymbolicLink(folder, outside.getParent());
    assertUnreadable("planted");
    Files.delete(folder);
    Files.createSymbolicLink(folder, data.store);
    assertUnreadable("planted");
    Files.delete(folder);
    assertUnreadable("planted");
  }

  private static void assertUnreadable(String table) {
    Answer answer =
        data.query("select * from lake.main." + table).expect(422, "TABLE_NOT_READABLE");
    assertEquals("lake.main." + table, answer.json().at("/details/table").asText());
    assertFalse(text(answer).contains(directory.toString()), () -> text(answer));
    assertFalse(text(answer).contains("secret"), () -> text(answer));
  }

  private static String text(Answer answer) {
    return new String(answer.bytes(), StandardCharsets.UTF_8);
  }
}
