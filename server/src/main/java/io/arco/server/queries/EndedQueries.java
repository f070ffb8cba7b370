package io.arco.server.queries;

import io.arco.store.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The queries that have ended lately, of each workspace and together so many. Thread-safe. */
final class EndedQueries {
  /** Of one workspace. */
  static final int MAX_OF_WORKSPACE = 100;

  /** Of all workspaces. */
  static final int MAX = 10_000;

  /** After so long they are forgotten. */
  static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

  /** When each has ended; in that order. */
  private record Ended(TrackedQuery query, long nanos) {}

  private final Map<String, Ended> all = new LinkedHashMap<>();
  private final Map<Workspace, Deque<TrackedQuery>> byWorkspace = new HashMap<>();

  synchronized void add(TrackedQuery query, long now) {
    all.put(query.id(), new Ended(query, now));
    Deque<TrackedQuery> own =
        byWorkspace.computeIfAbsent(query.origin().workspace(), key -> new ArrayDeque<>());
    own.add(query);
    if (own.size() > MAX_OF_WORKSPACE) {
      all.remove(own.remove().id());
    }
    forget(now);
  }

  synchronized List<TrackedQuery> of(Workspace workspace, long now) {
    forget(now);
    return List.copyOf(byWorkspace.getOrDefault(workspace, new ArrayDeque<>()));
  }

  /** The one of this id, or null. */
  synchronized TrackedQuery find(String id, long now) {
    forget(now);
    Ended ended = all.get(id);
    return ended == null ? null : ended.query();
  }

  private void forget(long now) {
    Iterator<Ended> oldest = all.values().iterator();
    while (oldest.hasNext()) {
      Ended ended = oldest.next();
      if (all.size() <= MAX && now - ended.nanos() <= KEPT_NANOS) {
        return;
      }
      oldest.remove();
      Workspace workspace = ended.query().origin().workspace();
      Deque<TrackedQuery> own = byWorkspace.get(workspace);
      own.remove(ended.query());
      if (own.isEmpty()) {
        byWorkspace.remove(workspace);
      }
    }
  }
}
