package io.arco.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.cli.shell.HistoryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
  @TempDir Path directory;

  @Test
  void theDefaultsAreWhatTheDesignSays() {
    ArcoConfig config = ArcoConfig.defaults();
    assertEquals("file:.arco/store", config.store());
    assertEquals("127.0.0.1", config.http().host());
    assertEquals(8080, config.http().port());
    assertEquals(1 << 20, config.http().maxBodyBytes());
    assertEquals(List.of(), config.dataRoots());
    assertEquals(10_000, config.ledger().commandTimeoutMillis());
    assertEquals(4 << 20, config.ledger().maxBatchBytes());
    assertEquals(86_400_000, config.ledger().idempotencyTtlMillis());
    assertEquals(1000, config.compaction().minIntervalMillis());
    assertEquals(8000, config.shutdown().drainMillis());
  }

  @Test
  void flagsWinOverTheEnvironmentTheEnvironmentOverTheFileTheFileOverDefaults() throws IOException {
    Path file = file("{\"http\": {\"port\": 1, \"maxBodyBytes\": 2048}, \"sql\": {\"queue\": 3}}");
    LoadedConfig loaded =
        load(
            file,
            Map.of("ARCO_HTTP__PORT", "2", "ARCO_SQL__QUEUE", "4"),
            flag("--port", "http.port", "3"));
    assertEquals(3, loaded.config().http().port());
    assertEquals("flag --port", loaded.sources().get("http.port").text());
    assertEquals(4, loaded.config().sql().queue());
    assertEquals("environment ARCO_SQL__QUEUE", loaded.sources().get("sql.queue").text());
    assertEquals(2048, loaded.config().http().maxBodyBytes());
    assertEquals("file " + file, loaded.sources().get("http.maxBodyBytes").text());
    assertEquals("default", loaded.sources().get("sql.threads").text());
  }

  @Test
  void theVariablesOfClientsAreNoMistakeOfAServer() {
    LoadedConfig loaded =
        load(
            null,
            Map.of(
                "ARCO_TOKEN",
                "arco_secret",
                "ARCO_CA_FILE",
                "/etc/ca.pem",
                HistoryFile.VARIABLE,
                "off"));
    assertEquals(ArcoConfig.Auth.NONE, loaded.config().auth());
  }

  @Test
  void everyKeyCanBeSetFromTheEnvironmentWithItsDefault() {
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      LoadedConfig loaded = environment(key.environmentName(), key.setting().fallback());
      assertEquals("environment " + key.environmentName(), loaded.sources().get(key.path()).text());
      assertEquals(ArcoConfig.defaults(), loaded.config());
    }
  }

  @Test
  void everyKeyCanBeSetInTheFileWithItsDefault() throws IOException {
    JsonNode printed = Json.tree(load(null, Map.of()).print().getBytes(StandardCharsets.UTF_8));
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      JsonNode value = printed.at("/" + key.path().replace('.', '/')).get("value");
      int dot = key.path().indexOf('.');
      String text =
          dot < 0
              ? "{\"%s\": %s}".formatted(key.path(), value)
              : "{\"%s\": {\"%s\": %s}}"
                  .formatted(key.path().substring(0, dot), key.path().substring(dot + 1), value);
      LoadedConfig loaded = load(file(text), Map.of());
      assertTrue(loaded.sources().get(key.path()).text().startsWith("file "), key.path());
      assertEquals(ArcoConfig.defaults(), loaded.config());
    }
  }

  @Test
  void everyNumberRefusesWhatIsBelowItsLeastAndAboveItsGreatest() {
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      if (!key.type().isPrimitive()) {
        continue;
      }
      assertEquals(1, mistakes(key, Long.toString(key.setting().min() - 1)).size(), key.path());
      if (key.setting().max() < Long.MAX_VALUE) {
        assertEquals(1, mistakes(key, Long.toString(key.setting().max() + 1)).size(), key.path());
      }
      assertEquals(1, mistakes(key, "many").size(), key.path());
      assertEquals(1, mistakes(key, "").size(), key.path());
    }
  }

  @Test
  void theEnvironmentNameOfAKeyIsReadFromItsWords() {
    assertEquals(
        "ARCO_HTTP__MAX_BODY_BYTES", ConfigKeys.ALL.get("http.maxBodyBytes").environmentName());
    assertEquals("ARCO_DATA_ROOTS", ConfigKeys.ALL.get("dataRoots").environmentName());
  }

  @Test
  void anUnknownVariableIsRefusedWithTheOneThatWasMeant() {
    assertRefused(
        () -> environment("ARCO_HTTP__PRT", "9"),
        "ARCO_HTTP__PRT: no such key, value \"9\" (environment ARCO_HTTP__PRT);"
            + " did you mean ARCO_HTTP__PORT?");
  }

  @Test
  void otherVariablesAreNobodysBusiness() {
    assertEquals(ArcoConfig.defaults(), environment("HOME", "/root").config());
  }

  @Test
  void anUnknownKeyInTheFileIsRefusedWithTheOneThatWasMeant() throws IOException {
    Path file = file("{\"http\": {\"prot\": 8081}}");
    assertRefused(
        () -> load(file, Map.of()),
        "http.prot: no such key, value 8081 (file " + file + "); did you mean http.port?");
  }

  @Test
  void anUnknownFlagKeyIsRefused() {
    assertRefused(
        () -> load(null, Map.of(), flag("--set", "quux", "1")),
        "quux: no such key, value \"1\" (flag --set)");
  }

  @Test
  void allMistakesAreNamedAtOnce() throws IOException {
    Path file = file("{\"sql\": {\"threads\": 0, \"nothing\": 1}}");
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> load(file, Map.of("ARCO_LOG__LEVEL", "loud"), flag("--port", "http.port", "x")));
    assertEquals(4, refused.mistakes().size(), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"http\": 7}|http: must be an object",
        "{\"http\": {\"port\": \"80\"}}|http.port: \"80\" must be a whole number",
        "{\"http\": {\"port\": 80.5}}|http.port: 80.5 must be a whole number",
        "{\"http\": {\"port\": null}}|http.port: null must be a whole number",
        "{\"store\": 5}|store: 5 must be a string",
        "{\"dataRoots\": \"/data\"}|dataRoots: \"/data\" must be an array of strings",
        "{\"dataRoots\": [\"data\"]}|dataRoots: [\"data\"] must hold absolute directories",
        "{\"http\": {\"port\": 1, \"port\": 2}}|not JSON at line 1",
        "{\"http\": |not JSON at line 1",
        "[]|must hold one JSON object",
      })
  void aFileThatIsNotOfTheShapeIsRefused(String text, String mistake) throws IOException {
    Path file = file(text);
    ConfigException refused = assertThrows(ConfigException.class, () -> load(file, Map.of()));
    assertTrue(refused.getMessage().contains(mistake), refused.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Path file = directory.resolve("absent.json");
    assertRefused(() -> load(file, Map.of()), "file " + file + ": no such file");
  }

  @Test
  void aFileLargerThanTheLimitIsRefused() throws IOException {
    Path file = file(" ".repeat((int) ConfigLoader.MAX_FILE_BYTES) + "{}");
    assertRefused(() -> load(file, Map.of()), "file " + file + ": larger than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
  void loopbackCanBeBoundWithoutAuth(String host) {
    assertEquals(host, environment("ARCO_HTTP__HOST", host).config().http().host());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org", "127.0.0.999", ""})
  void anythingElseCanNot(String host) {
    assertRefused(
        () -> environment("ARCO_HTTP__HOST", host),
        "http.host = "
            + host
            + " (environment ARCO_HTTP__HOST): only a loopback address can be bound while"
            + " auth = none (default)");
  }

  @Test
  void otherWaysToKnowCallersAreNotSupported() {
    assertRefused(
        () -> environment("ARCO_AUTH", "basic"),
        "auth: \"basic\" is not supported, must be none or tokens or jwt (environment ARCO_AUTH)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "gs://bucket", "/var/lib/arco", "memory:x"})
  void aStoreOfNoKnownKindIsRefused(String store) {
    assertRefused(
        () -> environment("ARCO_STORE", store),
        "store = "
            + store
            + " (environment ARCO_STORE): must be file:DIRECTORY, memory: or s3://BUCKET/PREFIX");
  }

  @Test
  void aBucketIsAStoreAndAMistakeInItIsNamed() {
    String store = "s3://bucket/prefix?endpoint=http://127.0.0.1:9000&pathStyle=true";
    assertEquals(store, environment("ARCO_STORE", store).config().store());
    assertRefused(
        () -> environment("ARCO_STORE", "s3://bucket/prefix?regoin=x"),
        "store 's3://bucket/prefix?…': there is no parameter 'regoin'; known are endpoint, region,"
            + " pathStyle, caFile (environment ARCO_STORE)");
  }

  @Test
  void snapshotsOfABucketComeMoreSeldomUnlessSaidOtherwise() {
    Map<String, String> bucket = Map.of("ARCO_STORE", "s3://bucket/prefix");
    assertEquals(1_000, load(null, Map.of()).config().compaction().minIntervalMillis());
    assertEquals(10_000, load(null, bucket).config().compaction().minIntervalMillis());
    ConfigInputs.Flag said = flag("--set", "compaction.minIntervalMillis", "1000");
    assertEquals(1_000, load(null, bucket, said).config().compaction().minIntervalMillis());
  }

  @Test
  void dataRootsAreSeparatedAsInPathAndRepeatedAsFlags() {
    String separator = java.io.File.pathSeparator;
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    assertEquals(
        List.of(one, two),
        environment("ARCO_DATA_ROOTS", one + separator + two + separator + one)
            .config()
            .dataRoots());
    ConfigInputs.Flag flag =
        new ConfigInputs.Flag("--data-root", "dataRoots", List.of(one + "/x/..", two.toString()));
    assertEquals(List.of(one, two), load(null, Map.of(), flag).config().dataRoots());
  }

  @Test
  void aDataRootMayNotContainTheStoreNorLieInIt() throws IOException {
    Path store = Files.createDirectories(directory.resolve("data/store"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));
    for (Path root : List.of(store, store.resolve("in"), directory, link)) {
      ConfigException refused =
          assertThrows(
              ConfigException.class,
              () ->
                  load(
                      null,
                      Map.of("ARCO_STORE", "file:" + store),
                      flag("--data-root", "dataRoots", root.toString())));
      assertTrue(
          Pattern.compile("dataRoots = .* contains or lies in store = ")
              .matcher(refused.getMessage())
              .find(),
          refused.getMessage());
    }
  }

  @Test
  void theDefaultRowsMayNotExceedTheMost() {
    assertRefused(
        () -> environment("ARCO_SQL__MAX_ROWS", "10"),
        "sql.defaultRows = 1000 (default): must not be above sql.maxRows = 10 (environment"
            + " ARCO_SQL__MAX_ROWS)");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("arco.json"), text);
  }

  private static ConfigInputs.Flag flag(String name, String key, String value) {
    return new ConfigInputs.Flag(name, key, List.of(value));
  }

  private static LoadedConfig load(
      Path fileOrNull, Map<String, String> environment, ConfigInputs.Flag... flags) {
    return ConfigLoader.load(
        new ConfigInputs(Optional.ofNullable(fileOrNull), environment, List.of(flags)));
  }

  private static LoadedConfig environment(String variable, String text) {
    return load(null, Map.of(variable, text));
  }

  private static List<String> mistakes(ConfigKey key, String text) {
    return assertThrows(ConfigException.class, () -> environment(key.environmentName(), text))
        .mistakes();
  }

  private static void assertRefused(
      org.junit.jupiter.api.function.Executable loading, String mistake) {
    assertEquals(List.of(mistake), assertThrows(ConfigException.class, loading).mistakes());
  }
}
