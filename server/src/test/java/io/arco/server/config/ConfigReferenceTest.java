package io.arco.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigReferenceTest {
  @Test
  void thePageInTheDocsIsWhatTheCodeSays() throws IOException {
    Path page = Path.of("..", "docs", "reference", "configuration.md");
    assertEquals(
        ConfigReference.markdown(),
        Files.readString(page),
        "regenerate it: java -jar server/target/arco.jar server --print-config-reference");
  }

  @Test
  void everyKeySaysWhatItIs() {
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      assertFalse(key.setting().text().isBlank(), key.path());
      assertTrue(key.setting().text().endsWith("."), key.path());
    }
  }
}
