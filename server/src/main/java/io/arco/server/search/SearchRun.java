package io.arco.server.search;

import io.arco.server.search.SearchRequest.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;

/** One request, answered from one view, on a thread that may take its time. */
final class SearchRun {
  private static final Sort ORDER =
      new Sort(SortField.FIELD_SCORE, new SortField(SearchDocuments.ORDER, SortField.Type.STRING));

  private final StateItems items;
  private final SearchView view;
  private final SearchRequest request;

  SearchRun(StateItems items, SearchView view, SearchRequest request) {
    this.items = items;
    this.view = view;
    this.request = request;
  }

  SearchResult result() {
    try {
      IndexSearcher searcher = new IndexSearcher(view.reader());
      searcher.setQueryCache(null); // Queries are of strangers; an index changes with each commit.
      TopFieldDocs found = search(searcher);
      List<SearchHit> hits = new ArrayList<>();
      Place last = null;
      for (ScoreDoc doc : found.scoreDocs) {
        FieldDoc at = (FieldDoc) doc;
        if (hits.size() == request.limit()) {
          return result(hits, last, found);
        }
        int score = Math.round((Float) at.fields[0]);
        hits.add(hit(doc.doc, score));
        last = new Place(score, SearchDocuments.bytes((BytesRef) at.fields[1]));
      }
      return result(hits, null, found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SearchResult result(List<SearchHit> hits, Place last, TopFieldDocs found) {
    int total = Math.toIntExact(found.totalHits.value);
    return new SearchResult(List.copyOf(hits), last, total, view.state());
  }

  /** One hit more than the page holds, to see whether there is another. */
  private TopFieldDocs search(IndexSearcher searcher) throws IOException {
    Query query = SearchQueries.of(request, view.reader());
    FieldDoc after =
        request.after() == null
            ? null
            : new FieldDoc(
                Integer.MAX_VALUE,
                Float.NaN,
                new Object[] {
                  (float) request.after().score(), new BytesRef(request.after().key())
                });
    return searcher.search(
        query,
        new LeastScore(
            SearchQueries.leastScore(request),
            new TopFieldCollectorManager(ORDER, request.limit() + 1, after, Integer.MAX_VALUE)));
  }

  private SearchHit hit(int document, int score) throws IOException {
    List<String> placed = placed(document);
    String kind = placed.get(0);
    List<String> names = placed.subList(1, placed.size());
    SearchItem item =
        items
            .at(view.state(), kind, names)
            .orElseThrow(() -> new IllegalStateException("the index is not that of its state"));
    return new SearchHit(
        kind,
        item.id(),
        item.names(),
        item.name(),
        item.comment(),
        item.owners(),
        item.tags(),
        score,
        Highlighter.matches(item, request.words()));
  }

  private List<String> placed(int document) throws IOException {
    List<LeafReaderContext> leaves = view.reader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues places = DocValues.getBinary(leaf.reader(), SearchDocuments.PLACE);
    if (!places.advanceExact(document - leaf.docBase)) {
      throw new IllegalStateException("a document without a place");
    }
    return SearchDocuments.placed(places.binaryValue());
  }
}
