package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
  void aBucketIsALocation() {
    StoreLocation location = StoreLocation.parse("s3://bucket/prefix?region=eu-west-1");
    assertInstanceOf(StoreLocation.Bucket.class, location);
    assertEquals(location, StoreLocation.parse(location.toString()));
  }

  @Test
  void aMistakeInABucketsParametersIsNamedWithoutTheirValues() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> StoreLocation.parse("s3://bucket/prefix?region=eu-west-1&password=secret"))
            .getMessage();
    assertTrue(message.contains("s3://bucket/prefix?…"), message);
    assertTrue(message.contains("'password'"), message);
    assertFalse(message.contains("secret"), message);
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
