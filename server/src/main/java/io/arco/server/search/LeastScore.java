package io.arco.server.search;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FilterCollector;
import org.apache.lucene.search.FilterLeafCollector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreCachingWrappingScorer;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;

/**
 * Collects what scores enough.
 *
 * @param score the least
 * @param top collects it
 */
record LeastScore(int score, TopFieldCollectorManager top)
    implements CollectorManager<LeastScore.Enough, TopFieldDocs> {

  @Override
  public Enough newCollector() {
    return new Enough(score, top.newCollector());
  }

  @Override
  public TopFieldDocs reduce(Collection<Enough> collectors) throws IOException {
    return top.reduce(collectors.stream().map(each -> each.top).toList());
  }

  /** Leaves out the rest. */
  static final class Enough extends FilterCollector {
    private final int score;
    private final TopFieldCollector top;

    Enough(int score, TopFieldCollector top) {
      super(top);
      this.score = score;
      this.top = top;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
      return new FilterLeafCollector(super.getLeafCollector(context)) {
        private Scorable scorer;

        @Override
        public void setScorer(Scorable given) throws IOException {
          scorer = ScoreCachingWrappingScorer.wrap(given);
          super.setScorer(scorer);
        }

        @Override
        public void collect(int document) throws IOException {
          if (score == 0 || scorer.score() >= score) {
            super.collect(document);
          }
        }
      };
    }
  }
}
