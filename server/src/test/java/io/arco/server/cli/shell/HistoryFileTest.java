package io.arco.server.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HistoryFileTest {
  @Test
  void itIsInTheFolderOfTheUsersState() {
    assertEquals(
        Path.of("/home/u/.local/state/arco/sql_history"),
        HistoryFile.of(Map.of("HOME", "/home/u")));
    assertEquals(
        Path.of("/state/arco/sql_history"),
        HistoryFile.of(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "/state")));
    assertEquals(
        Path.of("/home/u/.local/state/arco/sql_history"),
        HistoryFile.of(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "relative")));
  }

  @Test
  void aVariableNamesAnotherOrNone() {
    assertEquals(
        Path.of("/f"), HistoryFile.of(Map.of("HOME", "/home/u", HistoryFile.VARIABLE, "/f")));
    assertNull(HistoryFile.of(Map.of("HOME", "/home/u", HistoryFile.VARIABLE, "off")));
    assertNull(HistoryFile.of(Map.of()));
  }
}
