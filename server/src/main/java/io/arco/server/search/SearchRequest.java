package io.arco.server.search;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is looked for. Without words everything that passes the filters is a hit, of score 0.
 *
 * @param words folded, each of which must hit
 * @param kinds of which kinds; empty: of all
 * @param tag a key, or {@code key=value}; null: any or none
 * @param owner exactly this one; null: any or none
 * @param after behind which hit; null: from the first
 * @param limit at most so many hits
 */
public record SearchRequest(
    List<String> words, Set<String> kinds, String tag, String owner, Place after, int limit) {
  /** Copies words and kinds. */
  public SearchRequest {
    words = List.copyOf(words);
    kinds = Set.copyOf(kinds);
  }

  /**
   * Where a hit stands in the order of all: the better score, then the lesser key first.
   *
   * @param score its score
   * @param key its name and id, as bytes
   */
  public record Place(int score, byte[] key) {}

  /**
   * Judges what a caller asks for.
   *
   * @param q the query's text, or null
   * @param kind kinds, joined by commas, or null
   * @param tag a tag, or null
   * @param owner an owner, or null
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, naming the parameter
   */
  public static SearchRequest of(
      String q, String kind, String tag, String owner, Place after, int limit) {
    check("q", q, SearchLimits.QUERY_CHARACTERS);
    check("tag", tag, SearchLimits.TAG_CHARACTERS);
    check("owner", owner, SearchLimits.OWNER_CHARACTERS);
    List<String> words = q == null ? List.of() : SearchWords.queryWords(q);
    if (q != null && words.isEmpty()) {
      throw refused("q", "at least one letter or digit");
    }
    if (words.size() > SearchLimits.QUERY_WORDS) {
      throw refused("q", "at most " + SearchLimits.QUERY_WORDS + " words");
    }
    if (q == null && kind == null && tag == null && owner == null) {
      throw refused("q", "a text to look for, or one of kind, tag and owner");
    }
    return new SearchRequest(words, kinds(kind), tag, owner, after, limit);
  }

  private static void check(String parameter, String value, int limit) {
    if (value == null) {
      return;
    }
    if (value.isEmpty() || value.codePointCount(0, value.length()) > limit) {
      throw refused(parameter, "1 to " + limit + " characters");
    }
  }

  private static Set<String> kinds(String text) {
    if (text == null) {
      return Set.of();
    }
    Set<String> kinds = new TreeSet<>();
    for (String kind : text.split(",", -1)) {
      if (!StateItems.isKind(kind)) {
        throw refused("kind", "kinds of entities or asset, joined by commas");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  private static RuntimeException refused(String parameter, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A parameter has a value it can't have.")
        .with("parameter", parameter)
        .with("expected", expected)
        .asException();
  }
}
