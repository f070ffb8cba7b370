package io.arco.snapshot;

import io.arco.journal.Hash;
import java.time.Instant;
import java.util.Objects;

/**
 * How far into the journal a snapshot reaches.
 *
 * @param sequence the last commit it includes, at least 1
 * @param hash the SHA-256 of that commit's bytes
 * @param committedAt that commit's time
 */
public record JournalPosition(long sequence, Hash hash, Instant committedAt) {
  /**
   * @throws IllegalArgumentException if the sequence is less than 1
   */
  public JournalPosition {
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(committedAt, "committedAt");
    if (sequence < 1) {
      throw new IllegalArgumentException("journal sequence is " + sequence);
    }
  }
}
