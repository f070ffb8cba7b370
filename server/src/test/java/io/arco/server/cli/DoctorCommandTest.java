package io.arco.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
  private static S3TestServer s3;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    s3 = S3TestServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void everyKindOfStoreIsTriedAndLeftAsItWas() throws IOException {
    String bucket = s3.newStore();
    for (String store : List.of("memory:", "file:" + directory.resolve("store"), bucket)) {
      TerminalRun run = doctor(store, "--output", "json");
      assertEquals(0, run.status(), run::toString);
      JsonNode found = Json.tree(run.out().getBytes(StandardCharsets.UTF_8));
      assertTrue(found.path("fit").booleanValue());
      assertEquals(6, found.path("checks").size());
      assertEquals(4, found.path("latencyMillis").size());
      assertTrue(found.path("estimate").path("commitsPerSecond").doubleValue() > 0);
      assertEquals(0.005, found.path("prices").path("putPerThousand").doubleValue());
    }
    try (Stream<Path> left = Files.walk(directory.resolve("store"))) {
      assertEquals(
          List.of(),
          left.filter(path -> path.toString().contains("checks/"))
              .filter(Files::isRegularFile)
              .toList());
    }
    assertEquals(0, s3.objects(bucket));
  }

  @Test
  void theTableNamesChecksLatenciesAndCost() {
    TerminalRun run = doctor("memory:", "--put-price-per-thousand", "0.01");
    assertEquals(0, run.status(), run::toString);
    for (String expected :
        List.of(
            "put if absent", "race of writers", "p50", "commits a second", "USD", "0.01/1000")) {
      assertTrue(run.out().contains(expected), run::toString);
    }
  }

  @Test
  void aStoreThatIsUnfitIsToldWithTheReasonAndCleanedUp() {
    String bucket = s3.newStore();
    s3.ignoresConditions(true);
    try {
      TerminalRun run = doctor(bucket);
      assertEquals(1, run.status(), run::toString);
      assertTrue(run.err().contains("not fit for Arco: put if absent"), run::toString);
      assertTrue(run.out().contains("BROKEN"), run::toString);
    } finally {
      s3.ignoresConditions(false);
    }
    assertEquals(0, s3.objects(bucket));
  }

  @Test
  void aStoreThatCantBeReachedIsAFailureThatSaysWhy() {
    TerminalRun run = doctor(s3.store("nowhere"));
    assertEquals(1, run.status(), run::toString);
    assertTrue(run.err().contains("NoSuchBucket"), run::toString);
    assertFalse(run.err().contains("secret"), run::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "--samples, 0",
    "--samples, 10001",
    "--writers, 1",
    "--rounds, 0",
    "--object-bytes, -1",
    "--storage-gb, -1",
    "--get-price-per-thousand, -0.1"
  })
  void whatIsOutOfBoundsIsRefused(String option, String value) {
    assertEquals(2, doctor("memory:", option, value).status());
  }

  private static TerminalRun doctor(String store, String... more) {
    return TerminalRun.arco(
        Stream.concat(
                Stream.of("doctor", "--store", store, "--rounds", "2", "--samples", "5"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
