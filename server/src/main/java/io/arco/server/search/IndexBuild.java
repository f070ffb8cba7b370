package io.arco.server.search;

import io.arco.ledger.WorkspaceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The writing side of one workspace's index. One task at a time; {@link #progress} and {@link
 * #cancel} from any thread.
 */
final class IndexBuild {
  /** Documents that are not in the directory yet take so much at most, in MiB. */
  private static final double BUFFER_MIB = 32;

  private final StateItems items;
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private volatile boolean cancelled;
  private volatile int done;
  private IndexWriter writer;
  private DirectoryReader reader;
  private WorkspaceState indexed;

  IndexBuild(StateItems items) {
    this.items = items;
  }

  /** How many things are in the index, of those that are to be, while it is built. */
  int progress() {
    return done;
  }

  /** Makes a task that runs fail soon. */
  void cancel() {
    cancelled = true;
  }

  /**
   * Makes the index that of this state.
   *
   * @return a view that is acquired for the caller
   * @throws CancellationException if it was cancelled
   */
  SearchView advance(WorkspaceState to) {
    try {
      if (writer == null) {
        writer = new IndexWriter(directory, config());
        items.between(null, to, id -> {}, this::add);
      } else {
        follow(to);
      }
      DirectoryReader next = open();
      indexed = to;
      next.incRef();
      return new SearchView(next, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IndexWriterConfig config() {
    // Merging on the thread that writes: no thread of Lucene's own.
    return new IndexWriterConfig()
        .setRAMBufferSizeMB(BUFFER_MIB)
        .setUseCompoundFile(false)
        .setMergeScheduler(new SerialMergeScheduler());
  }

  private DirectoryReader open() throws IOException {
    DirectoryReader old = reader;
    DirectoryReader next =
        old == null ? DirectoryReader.open(writer) : DirectoryReader.openIfChanged(old, writer);
    if (next == null) {
      return old;
    }
    reader = next;
    if (old != null) {
      old.close();
    }
    return next;
  }

  private void add(SearchItem item) {
    check();
    try {
      writer.addDocument(SearchDocuments.of(item));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    done++;
  }

  private void follow(WorkspaceState to) throws IOException {
    Set<String> gone = new LinkedHashSet<>();
    List<SearchItem> there = new ArrayList<>();
    items.between(indexed, to, gone::add, there::add);
    for (String id : gone) {
      check();
      writer.deleteDocuments(new Term(SearchDocuments.ID, id));
    }
    for (SearchItem item : there) {
      check();
      writer.updateDocument(new Term(SearchDocuments.ID, item.id()), SearchDocuments.of(item));
    }
  }

  private void check() {
    if (cancelled) {
      throw new CancellationException("the index is closed");
    }
  }

  /** Frees what it holds; views that are acquired live on. Once, as the last task. */
  Void close() {
    try (directory) {
      if (reader != null) {
        reader.close();
      }
      if (writer != null) {
        writer.rollback();
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
