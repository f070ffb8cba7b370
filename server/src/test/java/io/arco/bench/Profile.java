package io.arco.bench;

import io.arco.server.postgres.TestPostgres;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server stores things in.
 *
 * @param text how it was asked for
 * @param kind of store
 * @param delayMillis how much longer each put takes; on S3, each request
 */
public record Profile(String text, Kind kind, long delayMillis) {
  /** Where the bytes are. */
  public enum Kind {
    /** In the server. */
    MEMORY,
    /** In a directory. */
    FILE,
    /** In an S3 server in the process of the benchmark. */
    S3
  }

  private static final Pattern DELAYED = Pattern.compile("(delay|s3):([0-9]{1,5})ms");

  /** A store in memory whose puts take 20 ms: a far object store stands for itself. */
  public static final Profile DELAY = parse("delay:20ms");

  /** A local directory. */
  public static final Profile FILE = parse("file");

  private static final String POSTGRESQL = "postgresql";

  /**
   * Reads {@code memory}, {@code file}, {@code delay:Nms} (memory with slow puts), {@code s3:Nms}
   * (an S3 server, so much added to each request) or {@code postgresql} (a local directory, and the
   * journal in a database beside it).
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Profile parse(String text) {
    if (text.equals("memory") || text.equals("file")) {
      return new Profile(text, text.equals("file") ? Kind.FILE : Kind.MEMORY, 0);
    }
    if (text.equals(POSTGRESQL)) {
      return new Profile(text, Kind.FILE, 0);
    }
    Matcher delayed = DELAYED.matcher(text);
    if (!delayed.matches()) {
      throw new IllegalArgumentException(
          "profile "
              + text
              + ": known are memory, file, postgresql, delay:20ms and s3:20ms (any number)");
    }
    Kind kind = delayed.group(1).equals("s3") ? Kind.S3 : Kind.MEMORY;
    return new Profile(text, kind, Long.parseLong(delayed.group(2)));
  }

  /** How much the server itself has to slow its puts down. */
  public long putDelayMillis() {
    return kind == Kind.S3 ? 0 : delayMillis;
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
    return switch (kind) {
      case MEMORY -> "memory:";
      case FILE -> "file:" + directory.toAbsolutePath();
      case S3 -> BenchS3.newStore(delayMillis);
    };
  }
}
