package io.arco.store.s3;

import java.time.Duration;

/**
 * The limits of a store in a bucket.
 *
 * @param maxObjectBytes the largest object that is read or written whole
 * @param maxConnections requests under way at once; further ones wait
 * @param maxWaiting requests that wait for a connection; one more fails
 * @param connectTimeout for a connection to be made, TLS included
 * @param attemptTimeout for one request, as long as its body is small, and for a connection on
 *     which nothing comes
 * @param bytesPerSecond what a connection carries at the least: gives large bodies more time
 * @param readAttempts how often a read, list or delete is tried
 * @param readTimeout for all attempts of one together, as long as its body is small
 * @param firstBackoff nominal wait before the second attempt, doubled before each further one
 * @param throttledBackoff the same after the store said that it is asked too much
 * @param maxBackoff no wait is longer
 */
public record S3Limits(
    int maxObjectBytes,
    int maxConnections,
    int maxWaiting,
    Duration connectTimeout,
    Duration attemptTimeout,
    int bytesPerSecond,
    int readAttempts,
    Duration readTimeout,
    Duration firstBackoff,
    Duration throttledBackoff,
    Duration maxBackoff) {
  /** What is used unless a test says otherwise. */
  public static final S3Limits DEFAULT =
      new S3Limits(
          1 << 30,
          128,
          20_000,
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          1 << 20,
          5,
          Duration.ofSeconds(20),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofSeconds(5));

  /** The most pages that one list reads to fill its own, where the folder holds other things. */
  static final int MAX_PAGES = 100;

  /** The longest key in a bucket, in bytes of UTF-8. */
  static final int MAX_KEY_BYTES = 1024;

  /** Nothing in a bucket is larger: an offset beyond it is of no object. */
  static final long MAX_OFFSET = 1L << 46;

  /** How long a signed URL may live. */
  static final Duration MAX_PRESIGNED = Duration.ofDays(7);

  /** The time that a body of this size takes at the least speed. */
  Duration forBytes(long bytes) {
    return Duration.ofMillis(bytes * 1_000 / bytesPerSecond);
  }
}
