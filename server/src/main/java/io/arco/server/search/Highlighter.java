package io.arco.server.search;

import io.arco.server.search.SearchHit.Fragment;
import io.arco.server.search.SearchHit.Match;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Shows where in a thing's texts the words of a query are. Pure. */
final class Highlighter {
  /** So much of a long text is shown before its first hit. */
  private static final int LEAD_CHARACTERS = 40;

  private static final String CUT = "…";

  private Highlighter() {}

  /** The texts with hits, at most {@link SearchLimits#MATCHES}. */
  static List<Match> matches(SearchItem item, List<String> words) {
    List<Match> matches = new ArrayList<>();
    if (words.isEmpty()) {
      return matches;
    }
    for (SearchItem.Text text : item.texts()) {
      if (matches.size() == SearchLimits.MATCHES) {
        break;
      }
      if (text.field() == SearchField.PLACE && words.size() == 1) {
        continue;
      }
      BitSet hits = hits(text, words);
      if (!hits.isEmpty()) {
        matches.add(new Match(text.field(), text.column(), fragments(text.text(), hits)));
      }
    }
    return matches;
  }

  /** The UTF-16 units of a text that are hit. */
  private static BitSet hits(SearchItem.Text text, List<String> words) {
    BitSet hits = new BitSet();
    List<List<SearchWords.Part>> runs = SearchWords.runs(text.text());
    for (String word : words) {
      BitSet exact = new BitSet();
      runs.forEach(run -> beginnings(run, word, exact));
      if (exact.isEmpty()) {
        whole(runs, word, exact);
      }
      if (exact.isEmpty() && text.field().fuzzy() > 0) {
        runs.forEach(run -> near(run, word, exact));
      }
      hits.or(exact);
    }
    return hits;
  }

  /** Where the run goes on as the word does, from the beginning of a part. */
  private static void beginnings(List<SearchWords.Part> run, String word, BitSet hits) {
    for (int i = 0; i < run.size(); i++) {
      String text = i < SearchLimits.JOINED_PARTS ? SearchWords.join(run, i) : run.get(i).text();
      if (SearchWords.cut(text).startsWith(word)) {
        mark(run, i, word.length(), hits);
      }
    }
  }

  private static void mark(List<SearchWords.Part> run, int first, int length, BitSet hits) {
    int left = length;
    for (int i = first; i < run.size() && left > 0; i++) {
      SearchWords.Part part = run.get(i);
      int units = part.end() - part.start();
      boolean isAsWritten = part.text().length() == units;
      hits.set(part.start(), isAsWritten ? part.start() + Math.min(units, left) : part.end());
      left -= part.text().length();
    }
  }

  /** A text that is the word when its runs are joined. */
  private static void whole(List<List<SearchWords.Part>> runs, String word, BitSet hits) {
    StringBuilder joined = new StringBuilder();
    runs.forEach(run -> joined.append(SearchWords.join(run, 0)));
    if (SearchWords.cut(joined.toString()).equals(word)) {
      runs.forEach(run -> run.forEach(part -> hits.set(part.start(), part.end())));
    }
  }

  private static void near(List<SearchWords.Part> run, String word, BitSet hits) {
    for (int i = 0; i < run.size(); i++) {
      SearchWords.Part part = run.get(i);
      if (Edits.near(word, SearchWords.cut(part.text()))) {
        hits.set(part.start(), part.end());
      } else if (i < SearchLimits.JOINED_PARTS
          && Edits.near(word, SearchWords.cut(SearchWords.join(run, i)))) {
        run.subList(i, run.size()).forEach(each -> hits.set(each.start(), each.end()));
      }
    }
  }

  /** The text in pieces; of a long one what is around the first hit. */
  private static List<Fragment> fragments(String text, BitSet hits) {
    int from = 0;
    int to = text.length();
    if (to > SearchLimits.EXCERPT_CHARACTERS) {
      from = boundary(text, Math.max(0, hits.nextSetBit(0) - LEAD_CHARACTERS));
      to = boundary(text, Math.min(to, from + SearchLimits.EXCERPT_CHARACTERS));
    }
    List<Fragment> fragments = new ArrayList<>();
    if (from > 0) {
      fragments.add(new Fragment(CUT, false));
    }
    for (int at = from; at < to; ) {
      boolean hit = hits.get(at);
      int next = hit ? hits.nextClearBit(at) : hits.nextSetBit(at);
      int end = next < 0 ? to : Math.min(next, to);
      fragments.add(new Fragment(text.substring(at, end), hit));
      at = end;
    }
    if (to < text.length()) {
      fragments.add(new Fragment(CUT, false));
    }
    return fragments;
  }

  /** The same place, or one unit before if a character would be split. */
  private static int boundary(String text, int at) {
    boolean splits =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return splits ? at - 1 : at;
  }
}
