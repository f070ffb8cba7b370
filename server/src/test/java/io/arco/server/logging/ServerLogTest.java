package io.arco.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What a line of the log looks like. */
final class ServerLogTest {
  private static final Logger LOGGER = new LoggerContext().getLogger("io.arco.access");

  @Test
  void anEventIsOneLineOfJsonWithItsKeys() {
    LoggingEvent event = event("with \"quotes\"\nand lines", null);
    event.addKeyValuePair(new KeyValuePair("tenant", "acme"));
    event.addKeyValuePair(new KeyValuePair("millis", 12L));
    String text = new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);
    assertEquals(text.length() - 1, text.indexOf('\n'));
    assertEquals(
        "{\"time\":\"2026-01-31T23:59:59.123Z\",\"level\":\"INFO\",\"logger\":\"io.arco.access\",\"message\":\"with"
            + " \\\"quotes\\\"\\n"
            + "and lines\",\"tenant\":\"acme\",\"millis\":12}\n",
        text);
  }

  @Test
  void anExceptionIsOnTheSameLine() {
    LoggingEvent event = event("failed", new IllegalStateException("why"));
    JsonNode line = Json.tree(new JsonLineEncoder().encode(event));
    assertTrue(line.path("exception").asText().contains("IllegalStateException: why"));
  }

  @Test
  void aLineForAPersonHoldsTimeLevelNameMessageAndKeys() {
    LoggingEvent event = event("two\nlines", null);
    event.addKeyValuePair(new KeyValuePair("tenant", "acme"));
    event.addKeyValuePair(new KeyValuePair("millis", 12L));
    assertEquals(
        "2026-01-31T23:59:59.123Z INFO  access two lines tenant=acme millis=12\n",
        new String(new TextLineEncoder().encode(event), StandardCharsets.UTF_8));
  }

  private static LoggingEvent event(String message, Throwable failure) {
    LoggingEvent event =
        new LoggingEvent("caller", LOGGER, Level.INFO, message, failure, new Object[0]);
    event.setInstant(Instant.parse("2026-01-31T23:59:59.123Z"));
    return event;
  }
}
