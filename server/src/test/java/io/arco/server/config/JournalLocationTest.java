package io.arco.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLocationTest {
  @Test
  void objectsAndUrlsOfDatabasesAreRead() {
    assertEquals(new JournalLocation.Objects(), JournalLocation.parse("objects"));
    assertEquals(
        new JournalLocation.Postgresql("arco", "db.example", 5433, "lake", "verify-full"),
        JournalLocation.parse("postgresql://arco@db.example:5433/lake?sslmode=verify-full"));
    assertEquals(
        new JournalLocation.Postgresql("odd user", "::1", 5432, "a b", "prefer"),
        JournalLocation.parse("postgresql://odd%20user@[::1]/a%20b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "object",
        "postgres://u@h/d",
        "postgresql:u@h/d",
        "postgresql://h/d",
        "postgresql://@h/d",
        "postgresql://u@/d",
        "postgresql://u@h",
        "postgresql://u@h/",
        "postgresql://u@h/d/e",
        "postgresql://u@h:0/d",
        "postgresql://u@h:65536/d",
        "postgresql://u@h/d?sslmode=maybe",
        "postgresql://u@h/d?password=x",
        "postgresql://u:secret@h/d"
      })
  void anythingElseIsRefusedWithoutBeingRepeated(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> JournalLocation.parse(text));
    assertFalse(refused.getMessage().contains("secret"));
  }

  private static ConfigInputs.Flag set(String key, String value) {
    return new ConfigInputs.Flag("--set", key, List.of(value));
  }

  private static ConfigInputs inputs(Map<String, String> environment, ConfigInputs.Flag... flags) {
    return new ConfigInputs(Optional.empty(), environment, List.of(flags));
  }

  @Test
  void aPasswordIsNeverPrinted() {
    LoadedConfig loaded = ConfigLoader.load(inputs(Map.of("ARCO_POSTGRESQL__PASSWORD", "hunter2")));
    assertEquals("hunter2", loaded.config().postgresql().password());
    assertFalse(loaded.print().contains("hunter2"), loaded::print);
    assertTrue(loaded.print().contains("(hidden)"), loaded::print);
  }

  @Test
  void norDoesAMistakeShowOne() {
    ConfigException mistakes =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    inputs(
                        Map.of("ARCO_JOURNAL_PASSWORD", "hunter1"),
                        set("journal.url", "postgresql://u:hunter2@h/d"))));
    assertFalse(mistakes.getMessage().contains("hunter"), mistakes.getMessage());
    assertEquals(2, mistakes.mistakes().size(), mistakes.getMessage());
    ConfigException inUrl =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigLoader.load(inputs(Map.of(), set("journal", "postgresql://u:hunter2@h/d"))));
    assertFalse(inUrl.getMessage().contains("hunter"), inUrl.getMessage());
    assertTrue(inUrl.getMessage().contains("ARCO_POSTGRESQL__PASSWORD"), inUrl.getMessage());
  }

  @Test
  void aPasswordAndAFileOfOneAreOneTooMany() {
    ConfigException mistakes =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    inputs(
                        Map.of("ARCO_POSTGRESQL__PASSWORD", "hunter2"),
                        set("postgresql.passwordFile", "/run/secret"))));
    assertTrue(mistakes.getMessage().contains("postgresql.passwordFile"), mistakes.getMessage());
    assertFalse(mistakes.getMessage().contains("hunter"), mistakes.getMessage());
  }
}
