package io.arco.server.cli;

import io.arco.server.attach.AttachScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --attach}, and what only goes with it; mix it in. */
final class AttachOptions {
  /** How long URLs are good unless it is said, in seconds. */
  static final int DEFAULT_TTL_SECONDS = 900;

  /** The longest that a bucket signs for, in seconds. */
  static final int MAX_TTL_SECONDS = 7 * 24 * 3600;

  private static final String ONLY = " With --attach.";

  @Option(
      names = "--attach",
      description =
          "Print a script that opens a snapshot's tables as views in any DuckDB; no query.")
  private boolean attach;

  @Option(
      names = "--manifest",
      paramLabel = "NUMBER",
      description = "The snapshot of this number (default: the newest)." + ONLY)
  private Long manifest;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "arco",
      description = "What the database is called (default: ${DEFAULT-VALUE})." + ONLY)
  private String database;

  @Option(
      names = "--presigned",
      description = "By URLs that the bucket answers, no credentials needed." + ONLY)
  private boolean presigned;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description = "How long URLs are good (default: " + DEFAULT_TTL_SECONDS + ")." + ONLY)
  private Integer ttlSeconds;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write the script to a file of yours alone." + ONLY)
  private Path file;

  /** Whether a script is wanted, and no query. */
  boolean isWanted() {
    if (attach) {
      checkValues();
    } else if (manifest != null || presigned || ttlSeconds != null || file != null) {
      throw usage("--manifest, --presigned, --ttl and --to go with --attach");
    }
    return attach;
  }

  private void checkValues() {
    if (AttachScript.isReserved(database) || database.isBlank()) {
      throw usage("--as: DuckDB keeps the name '" + database + "' to itself");
    }
    if (ttlSeconds != null && (ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS)) {
      throw usage("--ttl: " + ttlSeconds + " is not between 1 and " + MAX_TTL_SECONDS);
    }
    if (manifest != null && manifest < 1) {
      throw usage("--manifest: " + manifest + " is not a number of a manifest");
    }
  }

  /** The number of the manifest, or null for the newest. */
  Long manifestOrNull() {
    return manifest;
  }

  /** What the database of the system tables is called. */
  String database() {
    return database;
  }

  /** Whether files are named by URLs of the bucket. */
  boolean isPresigned() {
    return presigned;
  }

  /** How long URLs are to be good, or null if it was not said. */
  Integer ttlSecondsOrNull() {
    return ttlSeconds;
  }

  /** Prints the script, or writes it. */
  void write(AttachScript script, PrintWriter out) {
    if (file == null) {
      out.print(script.text());
      out.flush();
      return;
    }
    try {
      OwnerOnly.write(file, script.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A mistake in what was asked for. */
  static CommandException usage(String text) {
    return new CommandException(ExitCode.USAGE, text);
  }
}
