package io.arco.server.search;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where words stand, and what a hit there is worth. The whole table is in {@code
 * docs/design/014-search.md}.
 */
public enum SearchField {
  /** A thing's own name. */
  NAME("name", 120, 100, 80, 20),
  /** The name of a column, or of a function's parameter. */
  COLUMN("column", 75, 70, 65, 16),
  /** The key of a tag, or its value. */
  TAG("tag", 60, 55, 35, 12),
  /** Who answers for it. */
  OWNER("owner", 50, 45, 30, 10),
  /** A comment on it or on one of its columns. */
  COMMENT("comment", 0, 40, 25, 8),
  /**
   * The names of what it belongs to: counts only beside a hit elsewhere, and so little that a score
   * tells whether there is one.
   */
  PLACE("place", 0, 0, 1, 0);

  private final String text;
  private final int whole;
  private final int word;
  private final int prefix;
  private final int fuzzy;

  SearchField(String text, int whole, int word, int prefix, int fuzzy) {
    this.text = text;
    this.whole = whole;
    this.word = word;
    this.prefix = prefix;
    this.fuzzy = fuzzy;
  }

  /** Its word in JSON; never changed. */
  @JsonValue
  public String text() {
    return text;
  }

  /** What it is worth when the word is all there is; 0: not told apart. */
  int whole() {
    return whole;
  }

  /** What a word is worth. */
  int word() {
    return word;
  }

  /** What the beginning of a word is worth. */
  int prefix() {
    return prefix;
  }

  /** What a word with other letters is worth; 0: none is looked for. */
  int fuzzy() {
    return fuzzy;
  }

  /** The field of the index that holds its words. */
  String words() {
    return text;
  }

  /** The field of the index that holds whole texts. */
  String wholes() {
    return text + "=";
  }
}
