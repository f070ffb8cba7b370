package io.arco.store;

/**
 * A folder of keys: the store's root, or whole segments followed by {@code /}. A sibling whose name
 * merely begins alike ({@code ab/} beside {@code a/}) is never under it.
 *
 * @param text empty for the root, else a valid key followed by {@code /}
 */
public record Prefix(String text) {
  /** The whole store. */
  public static final Prefix ROOT = new Prefix("");

  /**
   * @throws IllegalArgumentException if the text is not a valid prefix
   */
  public Prefix {
    if (!text.isEmpty()) {
      if (!text.endsWith("/")) {
        throw new IllegalArgumentException("prefix does not end with '/'");
      }
      Key.check(text.substring(0, text.length() - 1));
    }
  }

  /** The key of {@code name} in this folder; the name may have several segments. */
  public Key key(String name) {
    return new Key(text + name);
  }

  /** The folder {@code name} in this folder. */
  public Prefix folder(String name) {
    return new Prefix(text + name + "/");
  }

  /** Whether the key lies in this folder or below it. */
  public boolean contains(Key key) {
    return key.text().startsWith(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
