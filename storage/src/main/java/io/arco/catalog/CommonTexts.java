package io.arco.catalog;

/**
 * Keeps one copy of short texts that occur again and again: names and types of columns, keys of
 * properties. A million columns have a few thousand different names and a dozen types; sharing them
 * halves the state.
 *
 * <p>A direct-mapped cache, not {@link String#intern()}: of constant size whatever tenants send,
 * and a hit costs one array read instead of a look-up in a table of the whole process. A text that
 * is pushed out of its slot is merely kept twice.
 *
 * <p>Thread-safe without locks: strings may be published through a race, and any string read from a
 * slot is used only if it equals the one asked for.
 */
final class CommonTexts {
  /** How many texts are remembered; a power of two. */
  static final int SLOTS = 1 << 14;

  /** Longer texts are not remembered, so that all slots together hold at most 2 MiB. */
  static final int MAX_CHARACTERS = 64;

  private static final String[] SEEN = new String[SLOTS];

  private CommonTexts() {}

  /** A text equal to this one, most likely the copy that others have. Null for null. */
  static String shared(String text) {
    if (text == null || text.length() > MAX_CHARACTERS) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    String seen = SEEN[slot];
    if (text.equals(seen)) {
      return seen;
    }
    SEEN[slot] = text;
    return text;
  }
}
