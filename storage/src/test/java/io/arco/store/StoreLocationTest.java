package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLocationTest {
  @ParameterizedTest
  @CsvSource({
    "file:/var/arco, /var/arco",
    "file:///var/arco, /var/arco",
    "/var/arco/, /var/arco",
    "/var/x/../arco, /var/arco",
    "'/with a space', '/with a space'",
    "/not%20decoded, /not%20decoded",
  })
  void anAbsolutePathIsADirectory(String text, Path expected) {
    assertEquals(new StoreLocation.Directory(expected), StoreLocation.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:some/where", "some/where", "./some/where"})
  void aRelativePathIsADirectoryInTheWorkingDirectory(String text) {
    assertEquals(
        new StoreLocation.Directory(Path.of("some/where").toAbsolutePath()),
        StoreLocation.parse(text));
  }

  @Test
  void whatALocationPrintsIsReadAgain() {
    for (String text : new String[] {"memory:", "file:/var/arco"}) {
      StoreLocation location = StoreLocation.parse(text);
      assertEquals(text, location.toString());
      assertEquals(location, StoreLocation.parse(location.toString()));
    }
  }

  @Test
  void eachLocationOpensItsStore() {
    try (ThreadWorkers workers = new ThreadWorkers("location-test", 1, 1)) {
      assertInstanceOf(
          MemoryStore.class, StoreLocation.parse("memory:").open(workers, Clock.system()));
      assertInstanceOf(
          FileStore.class, StoreLocation.parse("nowhere").open(workers, Clock.system()));
    }
  }

  @Test
  void s3IsNotSupportedByThisBuild() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> StoreLocation.parse("s3://bucket/prefix"));
    assertTrue(refused.getMessage().contains("not supported by this build"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "file:",
        "file://",
        "file://host/path",
        "gs://bucket",
        "memory:x",
        "http://x",
        "a\0b"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> StoreLocation.parse(text));
  }
}
