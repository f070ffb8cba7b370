package io.arco.server.flight;

import io.arco.store.Workspace;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The streams under way, by the id of their ticket within its workspace: what a client may cancel.
 * A ticket that is streamed twice at once is two streams; the later one is known.
 */
final class OpenStreams {
  private final ConcurrentMap<Id, ClientSink> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<ClientSink, Boolean> all = new ConcurrentHashMap<>();
  private final AtomicLong sentByEnded = new AtomicLong();
  private volatile boolean closed;

  private record Id(Workspace workspace, String id) {}

  /** Adds a stream; it is cancelled at once where the server is going down. */
  void add(Workspace workspace, String id, ClientSink sink) {
    all.put(sink, true);
    open.put(new Id(workspace, id), sink);
    if (closed) {
      sink.cancel();
    }
  }

  void remove(Workspace workspace, String id, ClientSink sink) {
    open.remove(new Id(workspace, id), sink);
    if (all.remove(sink) != null) {
      sentByEnded.addAndGet(sink.batches());
    }
  }

  /** Whether there was such a stream. */
  boolean cancel(Workspace workspace, String id) {
    ClientSink sink = open.get(new Id(workspace, id));
    if (sink != null) {
      sink.cancel();
    }
    return sink != null;
  }

  /** Cancels all there are and all to come. */
  void cancelAll() {
    closed = true;
    all.keySet().forEach(ClientSink::cancel);
  }

  int count() {
    return all.size();
  }

  /** Batches sent so far by all streams, those that have ended included. */
  long batches() {
    return sentByEnded.get() + all.keySet().stream().mapToLong(ClientSink::batches).sum();
  }
}
