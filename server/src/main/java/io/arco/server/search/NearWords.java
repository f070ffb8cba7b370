package io.arco.server.search;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * The words of an index that are so few edits off a word as {@link Edits} allows: all of them, not
 * the nearest, for which those are would depend on the rest of the index. The automaton is made
 * once for all fields and segments; it is what such a query costs.
 */
final class NearWords {
  private final CompiledAutomaton automaton;

  private NearWords(CompiledAutomaton automaton) {
    this.automaton = automaton;
  }

  /** Those near a word; null if it must be right. */
  static NearWords of(String word) {
    int edits = Edits.allowed(word);
    if (edits == 0) {
      return null;
    }
    int first = word.offsetByCodePoints(0, 1);
    int[] rest = word.substring(first).codePoints().toArray();
    LevenshteinAutomata near = new LevenshteinAutomata(rest, Character.MAX_CODE_POINT, true);
    return new NearWords(
        new CompiledAutomaton(near.toAutomaton(edits, word.substring(0, first)), true, false));
  }

  /** What has one of them in a field. */
  Query in(String field, IndexReader reader) throws IOException {
    Set<BytesRef> found = new HashSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        TermsEnum near = automaton.getTermsEnum(terms);
        for (BytesRef term = near.next(); term != null; term = near.next()) {
          found.add(BytesRef.deepCopyOf(term));
        }
      }
    }
    return new TermInSetQuery(field, found);
  }
}
