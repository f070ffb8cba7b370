package io.arco.server.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Requests as queries of Lucene, whose scores are sums of the table in {@code
 * docs/design/014-search.md}: small whole numbers, which floats hold exactly.
 */
final class SearchQueries {
  private static final float NOTHING_ADDED = 0f;

  private SearchQueries() {}

  /**
   * The least score of a hit: more than the places above can make up alone, each of them 1 at most
   * a word.
   */
  static int leastScore(SearchRequest request) {
    return request.words().size() > 1 ? request.words().size() + 1 : 0;
  }

  /** The query of a request over an index; what scores less than {@link #leastScore} is no hit. */
  static Query of(SearchRequest request, IndexReader reader) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    List<String> words = request.words();
    if (words.isEmpty()) {
      query.add(new BoostQuery(new ConstantScoreQuery(new MatchAllDocsQuery()), 0f), Occur.MUST);
    }
    for (String word : words) {
      query.add(word(word, words.size() > 1, reader), Occur.MUST);
    }
    filter(SearchDocuments.KIND, request.kinds(), query);
    filter(SearchDocuments.TAGGED, setOf(request.tag()), query);
    filter(SearchDocuments.OWNED, setOf(request.owner()), query);
    return query.build();
  }

  private static Set<String> setOf(String valueOrNull) {
    return valueOrNull == null ? Set.of() : Set.of(valueOrNull);
  }

  private static void filter(String field, Set<String> values, BooleanQuery.Builder query) {
    if (values.isEmpty()) {
      return;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    values.forEach(value -> any.add(new TermQuery(new Term(field, value)), Occur.SHOULD));
    query.add(any.build(), Occur.FILTER);
  }

  /** The best hit of a word. */
  private static Query word(String word, boolean withPlaces, IndexReader reader)
      throws IOException {
    List<Query> ways = new ArrayList<>();
    NearWords near = NearWords.of(word);
    for (SearchField field : SearchField.values()) {
      if (withPlaces || field != SearchField.PLACE) {
        Term term = new Term(field.words(), word);
        add(new TermQuery(new Term(field.wholes(), word)), field.whole(), ways);
        add(new TermQuery(term), field.word(), ways);
        add(new PrefixQuery(term), field.prefix(), ways);
        if (near != null && field.fuzzy() > 0) {
          add(near.in(field.words(), reader), field.fuzzy(), ways);
        }
      }
    }
    return new DisjunctionMaxQuery(ways, NOTHING_ADDED);
  }

  private static void add(Query query, int worth, List<Query> ways) {
    if (worth > 0) {
      ways.add(new BoostQuery(new ConstantScoreQuery(query), worth));
    }
  }
}
