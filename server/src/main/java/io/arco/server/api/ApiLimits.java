package io.arco.server.api;

import io.arco.server.files.CorsOrigins;

/**
 * The limits of requests.
 *
 * @param maxBodyBytes the largest body
 * @param timeoutMillis how long a request waits for the ledger
 * @param corsOrigins whose pages may read files
 */
public record ApiLimits(long maxBodyBytes, long timeoutMillis, CorsOrigins corsOrigins) {
  /** The longest request line, in bytes: names may be long, and escaped they are longer. */
  public static final int MAX_REQUEST_LINE_BYTES = 16 * 1024;

  /** The largest headers, in bytes. */
  public static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Connections that say nothing for so long are closed. */
  public static final int IDLE_TIMEOUT_SECONDS = 120;

  /** Entities on one page of a list. */
  public static final int MAX_PAGE_SIZE = 1_000;

  /** Entities on one page of a list when the caller does not say. */
  public static final int DEFAULT_PAGE_SIZE = 100;

  /** Operations of one transaction; their bytes are bounded as those of one request are. */
  public static final int MAX_TRANSACTION_OPERATIONS = 256;

  /** A page of a diff ends with the entry that reaches so many bytes. */
  public static final long MAX_DIFF_PAGE_BYTES = 1 << 20;

  /** Streams of changes that may be open at once on one event loop. */
  public static final int MAX_CHANGE_STREAMS = 256;

  /** How often a stream of changes asks whether there are more. */
  public static final long CHANGE_POLL_MILLIS = 500;

  /** A stream of changes that has nothing to say says so at this interval. */
  public static final long HEARTBEAT_MILLIS = 15_000;

  /** Commits that a stream of changes reads at once. */
  public static final int CHANGE_STREAM_PAGE = 32;
}
