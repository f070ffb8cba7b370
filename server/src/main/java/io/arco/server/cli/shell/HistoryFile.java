package io.arco.server.cli.shell;

import io.arco.server.cli.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where statements are remembered: {@code sql_history} in the folder of the user's state, or the
 * file that {@value #VARIABLE} names, or nowhere.
 */
public final class HistoryFile {
  /** Names a file, or {@code off}. */
  public static final String VARIABLE = "ARCO_SQL_HISTORY";

  private static final String OFF = "off";

  private HistoryFile() {}

  /** The file by the environment of the process; null: nowhere. */
  public static Path of(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (named.equals(OFF)) {
      return null;
    }
    if (!named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    Path state = folder(environment);
    return state == null ? null : state.resolve("arco").resolve("sql_history");
  }

  /** As the XDG base directories have it, and Windows. */
  private static Path folder(Map<String, String> environment) {
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      String folder = environment.getOrDefault(variable, "");
      if (!folder.isBlank() && Path.of(folder).isAbsolute()) {
        return Path.of(folder);
      }
    }
    String home = environment.getOrDefault("HOME", "");
    return home.isBlank() ? null : Path.of(home, ".local", "state");
  }

  /** Makes the file if it is not there, and its owner's alone in any case. */
  static void prepare(Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      Files.createDirectories(file.getParent(), OwnerOnly.folder());
    }
    try {
      Files.createFile(file, OwnerOnly.file());
    } catch (FileAlreadyExistsException e) {
      PosixFileAttributeView modes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (modes != null) {
        modes.setPermissions(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }
}
