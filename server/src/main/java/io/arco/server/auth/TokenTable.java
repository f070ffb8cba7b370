package io.arco.server.auth;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The principals of a tokens file, by the hashes of their tokens. Immutable. */
final class TokenTable {
  /** The most tokens of one file. */
  static final int MAX_TOKENS = 10_000;

  private final Map<String, Entry> entries = new HashMap<>();

  private record Entry(byte[] hash, Principal principal, Instant expiresAtOrNull) {}

  private TokenTable() {}

  /**
   * Reads the lines of a file; empty ones and those that begin with {@code #} say nothing.
   *
   * @throws IllegalArgumentException naming the line, and not what it holds
   */
  static TokenTable parse(String text) {
    TokenTable table = new TokenTable();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        table.add(TokenLine.parse(line));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    return table;
  }

  private void add(TokenLine line) {
    if (entries.size() == MAX_TOKENS) {
      throw new IllegalArgumentException("there can be at most " + MAX_TOKENS + " tokens");
    }
    byte[] hash = HexFormat.of().parseHex(line.sha256());
    if (entries.put(key(hash), new Entry(hash, line.principal(), line.expiresAt())) != null) {
      throw new IllegalArgumentException("another line has this sha256");
    }
  }

  /** The principal whose token has this hash, unless its time is over at that time. */
  Optional<Principal> principal(byte[] hash, long wallMillis) {
    Entry entry = entries.get(key(hash));
    if (entry == null || !MessageDigest.isEqual(entry.hash(), hash)) {
      return Optional.empty();
    }
    boolean isOver =
        entry.expiresAtOrNull() != null && entry.expiresAtOrNull().toEpochMilli() <= wallMillis;
    return isOver ? Optional.empty() : Optional.of(entry.principal());
  }

  /** How many there are. */
  int size() {
    return entries.size();
  }

  /** Enough of the hash to find it; all of it is compared in constant time. */
  private static String key(byte[] hash) {
    return HexFormat.of().formatHex(hash, 0, 8);
  }
}
