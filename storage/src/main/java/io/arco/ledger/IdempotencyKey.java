package io.arco.ledger;

import io.arco.journal.Hash;

/**
 * Makes a repeated request get its first answer instead of being done twice.
 *
 * @param text the caller's key, 1 to {@value #MAX_LENGTH} characters; scoped by principal
 * @param requestHash the hash of what is asked, by which another request under the same key is
 *     noticed
 */
public record IdempotencyKey(String text, Hash requestHash) {
  /** The longest key, in characters. */
  public static final int MAX_LENGTH = 255;
}
