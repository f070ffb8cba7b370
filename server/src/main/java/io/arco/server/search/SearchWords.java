package io.arco.server.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts texts into words. A run is letters, digits, marks and {@code _} without anything between; it
 * is cut into parts at {@code _} and at the humps of camel case. Ideographs and symbols such as
 * emoji are runs of one character. Words are compared as {@link #fold folded}.
 */
final class SearchWords {
  private SearchWords() {}

  /**
   * A part of a text.
   *
   * @param text folded; not cut
   * @param start its first UTF-16 unit
   * @param end the unit behind it
   */
  record Part(String text, int start, int end) {}

  /** The runs of a text, each its parts in order; no run is empty. */
  static List<List<Part>> runs(String text) {
    List<List<Part>> runs = new ArrayList<>();
    List<Part> run = new ArrayList<>();
    int start = -1;
    int previous = -1;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      boolean single = isSingle(c);
      boolean inside = !single && isWordCharacter(c);
      if (start >= 0 && (!inside || isHump(previous, c, text, next))) {
        run.add(part(text, start, at));
        start = -1;
      }
      if (inside) {
        start = start < 0 ? at : start;
      } else if (single || c != '_') {
        run = flushed(run, runs);
        if (single) {
          runs.add(List.of(part(text, at, next)));
        }
      }
      previous = inside ? c : -1;
      at = next;
    }
    if (start >= 0) {
      run.add(part(text, start, text.length()));
    }
    flushed(run, runs);
    return runs;
  }

  private static List<Part> flushed(List<Part> run, List<List<Part>> runs) {
    if (run.isEmpty()) {
      return run;
    }
    runs.add(run);
    return new ArrayList<>();
  }

  private static Part part(String text, int start, int end) {
    return new Part(fold(text.substring(start, end)), start, end);
  }

  private static boolean isSingle(int c) {
    return c > 0x7f
        && (Character.isIdeographic(c) || Character.getType(c) == Character.OTHER_SYMBOL);
  }

  private static boolean isWordCharacter(int c) {
    if (c <= 0x7f) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** Whether a part ends before {@code c}: {@code order|Items}, {@code HTTP|Server}. */
  private static boolean isHump(int previous, int c, String text, int next) {
    if (!Character.isUpperCase(c)) {
      return false;
    }
    return Character.isLowerCase(previous)
        || (Character.isUpperCase(previous)
            && next < text.length()
            && Character.isLowerCase(text.codePointAt(next)));
  }

  /** A text as it is compared: NFKC, lower case. */
  static String fold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return isAscii(text)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The parts from the {@code first} to the last, as one word. */
  static String join(List<Part> run, int first) {
    if (first == run.size() - 1) {
      return run.get(first).text();
    }
    StringBuilder joined = new StringBuilder();
    for (int i = first; i < run.size(); i++) {
      joined.append(run.get(i).text());
    }
    return joined.toString();
  }

  /** The words under which a text is found: the parts of its runs, and the joins that end them. */
  static Set<String> terms(String text) {
    Set<String> terms = new LinkedHashSet<>();
    for (List<Part> run : runs(text)) {
      for (int i = 0; i < run.size(); i++) {
        terms.add(cut(run.get(i).text()));
        if (i < SearchLimits.JOINED_PARTS) {
          terms.add(cut(join(run, i)));
        }
      }
    }
    return terms;
  }

  /** All of a text as one word, empty if there is none in it. */
  static String whole(String text) {
    StringBuilder whole = new StringBuilder();
    runs(text).forEach(run -> whole.append(join(run, 0)));
    return cut(whole.toString());
  }

  /** The words of a query: one for each run, the same word once. */
  static List<String> queryWords(String query) {
    Set<String> words = new LinkedHashSet<>();
    runs(query).forEach(run -> words.add(cut(join(run, 0))));
    return List.copyOf(words);
  }

  /** The beginning of a word, by which it is told from others. */
  static String cut(String word) {
    int limit = SearchLimits.WORD_CHARACTERS;
    return word.length() <= limit || word.codePointCount(0, word.length()) <= limit
        ? word
        : word.substring(0, word.offsetByCodePoints(0, limit));
  }
}
