package io.arco.server.auth;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tokens claim whose signatures were found good, by their hashes, so that no call of a client
 * but its first costs a verification. Of the least recently used so many; whoever can't sign can't
 * fill it. Holds for one set of keys: with another, everything is verified anew. Thread-safe.
 */
final class VerifiedTokens {
  private final int max;
  private final Map<ByteBuffer, JwtClaims.Claimed> claimed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, JwtClaims.Claimed> eldest) {
          return size() > max;
        }
      };
  private JwtKeys keys;

  /** Of at most so many tokens. */
  VerifiedTokens(int max) {
    this.max = max;
  }

  /** What the token of this hash claims, if it was verified by these keys. */
  synchronized Optional<JwtClaims.Claimed> get(JwtKeys now, byte[] hash) {
    return now == keys ? Optional.ofNullable(claimed.get(ByteBuffer.wrap(hash))) : Optional.empty();
  }

  /** Keeps what a token claims that these keys have verified. */
  synchronized void put(JwtKeys by, byte[] hash, JwtClaims.Claimed claims) {
    if (by != keys) {
      claimed.clear();
      keys = by;
    }
    claimed.put(ByteBuffer.wrap(hash), claims);
  }

  /** How many are kept. */
  synchronized int size() {
    return claimed.size();
  }
}
