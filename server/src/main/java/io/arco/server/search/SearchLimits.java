package io.arco.server.search;

/** The bounds of searching. Characters are Unicode code points. */
public final class SearchLimits {
  /** The longest query, in characters. */
  public static final int QUERY_CHARACTERS = 512;

  /** The most words of a query. */
  public static final int QUERY_WORDS = 16;

  /** Words are told apart by so many characters; what follows is cut off. */
  public static final int WORD_CHARACTERS = 128;

  /** Parts of one identifier that are indexed with the joins that end it. */
  public static final int JOINED_PARTS = 16;

  /** The longest tag filter, in characters: a key, a sign between and a value. */
  public static final int TAG_CHARACTERS = 4_352;

  /** The longest owner filter, in characters. */
  public static final int OWNER_CHARACTERS = 255;

  /** Highlighted texts of one hit. */
  public static final int MATCHES = 5;

  /** Characters of a highlighted text that are shown. */
  public static final int EXCERPT_CHARACTERS = 200;

  /** Searches that run and wait on a node; one more is OVERLOADED. */
  public static final int WAITING_SEARCHES = 1_000;

  /** Threads that search. */
  public static final int SEARCH_THREADS = 2;

  /** Tasks of indexing that wait for their thread. */
  public static final int WAITING_TASKS = 10_000;

  /** How long a search waits for commits that it was not asked to include. */
  public static final long FRESH_MILLIS = 1_000;

  /** An index that nobody waits for rests so many times as long as it worked. */
  public static final long REST_FACTOR = 4;

  /** The longest rest. */
  public static final long MAX_REST_MILLIS = 1_000;

  private SearchLimits() {}
}
