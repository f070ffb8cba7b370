package io.arco.server.tasklog;

/**
 * The bounds of logs.
 *
 * @param maxBytes of the log of one attempt
 */
public record LogLimits(long maxBytes) {
  /** The largest chunk, in bytes of UTF-8. */
  public static final int MAX_CHUNK_BYTES = 256 * 1024;

  /** The most chunks of one attempt. */
  public static final long MAX_CHUNKS = 100_000;

  /** A page of a log ends with the chunk that makes it so large, in bytes. */
  static final long MAX_PAGE_BYTES = 1 << 20;

  /** Attempts whose logs a server remembers the length of. */
  static final int MAX_KNOWN = 10_000;

  /** Logs that are followed live at once; one more is OVERLOADED. */
  public static final int MAX_TAILS = 500;

  /** How long a live log that has nothing new is left alone: at first, and at most. */
  static final long FIRST_PAUSE_MILLIS = 100;

  static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** A live log that has nothing to say says so that often, so that its connection stays. */
  static final long KEEP_ALIVE_MILLIS = 15_000;
}
