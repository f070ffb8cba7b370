package io.arco.bench;

import io.arco.server.postgres.TestPostgres;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server stores things in.
 *
 * @param text how it was asked for
 * @param isFile whether it is a directory; else memory
 * @param putDelayMillis how much longer each put takes
 */
public record Profile(String text, boolean isFile, long putDelayMillis) {
  private static final Pattern DELAYED = Pattern.compile("delay:([0-9]{1,5})ms");

  /** A store in memory whose puts take 20 ms: a far object store stands for itself. */
  public static final Profile DELAY = parse("delay:20ms");

  /** A local directory. */
  public static final Profile FILE = parse("file");

  private static final String POSTGRESQL = "postgresql";

  /**
   * Reads {@code memory}, {@code file}, {@code delay:Nms} (memory with slow puts) or {@code
   * postgresql} (a local directory, and the journal in a database beside it).
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Profile parse(String text) {
    if (text.equals("memory") || text.equals("file")) {
      return new Profile(text, text.equals("file"), 0);
    }
    if (text.equals(POSTGRESQL)) {
      return new Profile(text, true, 0);
    }
    Matcher delayed = DELAYED.matcher(text);
    if (!delayed.matches()) {
      throw new IllegalArgumentException(
          "profile " + text + ": known are memory, file, postgresql and delay:20ms (any number)");
    }
    return new Profile(text, false, Long.parseLong(delayed.group(1)));
  }

  /** The journal, as the server's configuration names it; a database is new and empty. */
  String journal() {
    if (!text.equals(POSTGRESQL)) {
      return "objects";
    }
    TestPostgres postgres = TestPostgres.shared();
    return postgres.url(postgres.newDatabase());
  }

  /** The store, as the server's configuration names it. */
  public String store(Path directory) {
    return isFile ? "file:" + directory.toAbsolutePath() : "memory:";
  }
}
