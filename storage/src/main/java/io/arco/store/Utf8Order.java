package io.arco.store;

/**
 * The order of texts by their UTF-8 bytes, without encoding them. It differs from {@link
 * String#compareTo} only where a surrogate meets a character from U+E000 up.
 */
public final class Utf8Order {
  private Utf8Order() {}

  /** Compares as {@link java.util.Comparator#compare} does. */
  public static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogateX = Character.isSurrogate(x);
        boolean surrogateY = Character.isSurrogate(y);
        return surrogateX == surrogateY ? Character.compare(x, y) : surrogateX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
