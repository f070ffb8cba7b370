package io.arco.server.search;

/**
 * How far words may be apart and still be taken for one another: letters added, left out, changed,
 * or two neighbours swapped. The first letter must be right.
 */
final class Edits {
  /** Words of so many letters may be one edit off. */
  static final int ONE_FROM = 4;

  /** And of so many, two. */
  static final int TWO_FROM = 8;

  /** Longer words must be right. */
  static final int NONE_ABOVE = 64;

  private Edits() {}

  /** How many edits a word of a query may be off. */
  static int allowed(String word) {
    int letters = word.codePointCount(0, word.length());
    if (letters < ONE_FROM || letters > NONE_ABOVE) {
      return 0;
    }
    return letters < TWO_FROM ? 1 : 2;
  }

  /** Whether a word of a query may stand for this one. */
  static boolean near(String word, String other) {
    int allowed = allowed(word);
    int[] a = word.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    return allowed > 0
        && b.length > 0
        && a[0] == b[0]
        && Math.abs(a.length - b.length) <= allowed
        && distance(a, b) <= allowed;
  }

  /** The optimal string alignment distance, as Lucene's automata have it. */
  private static int distance(int[] a, int[] b) {
    int[][] rows = new int[3][b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int[] row = rows[i % 3];
      int[] above = rows[(i + 2) % 3];
      int[] twoAbove = rows[(i + 1) % 3];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
        }
      }
    }
    return rows[a.length % 3][b.length];
  }
}
