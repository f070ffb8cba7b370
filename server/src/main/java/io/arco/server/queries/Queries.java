package io.arco.server.queries;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.runtime.Uuids;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The queries of a server: those that run, and of each workspace the last that have ended. */
public final class Queries {
  /** Queries at once, those that wait included; one more is OVERLOADED. */
  public static final int MAX_RUNNING = 10_000;

  private final Clock clock;
  private final Uuids ids;
  private final QueryLog log;
  private final QueryMetrics metrics;
  private final Map<String, TrackedQuery> running = new ConcurrentHashMap<>();
  private final EndedQueries ended = new EndedQueries();

  /** None yet. */
  public Queries(Clock clock, RandomGenerator random, QueryLog log, QueryMetrics metrics) {
    this.clock = clock;
    this.ids = new Uuids(random);
    this.log = log;
    this.metrics = metrics;
    metrics.watch(this);
  }

  /**
   * A query has come.
   *
   * @throws io.arco.problem.ProblemException OVERLOADED if there are too many
   */
  public TrackedQuery begin(QueryOrigin origin, Progress progress) {
    if (running.size() >= MAX_RUNNING) {
      throw Problem.of(ErrorCode.OVERLOADED, "Too many queries wait already.").asException();
    }
    long now = clock.wallMillis();
    TrackedQuery query =
        new TrackedQuery(this, nextId(now), origin, progress, now, clock.nanoTime());
    running.put(query.id(), query);
    return query;
  }

  private String nextId(long now) {
    synchronized (ids) {
      return ids.next(Instant.ofEpochMilli(now)).toString();
    }
  }

  /** How many run. */
  public int running() {
    return running.size();
  }

  /** Those of a workspace, the newest first. */
  public List<TrackedQuery> of(Workspace workspace) {
    List<TrackedQuery> all = new ArrayList<>(ended.of(workspace, clock.nanoTime()));
    for (TrackedQuery query : running.values()) {
      if (query.origin().workspace().equals(workspace)) {
        all.add(query);
      }
    }
    // One that ends in between is in both.
    return all.stream()
        .distinct()
        .sorted(Comparator.comparing(TrackedQuery::id).reversed())
        .toList();
  }

  /** The one of this id, if it is of this workspace and not forgotten. */
  public Optional<TrackedQuery> find(Workspace workspace, String id) {
    TrackedQuery query = running.get(id);
    if (query == null) {
      query = ended.find(id, clock.nanoTime());
    }
    return Optional.ofNullable(query).filter(it -> it.origin().workspace().equals(workspace));
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  void ended(TrackedQuery query) {
    ended.add(query, clock.nanoTime());
    running.remove(query.id());
    metrics.ended(query, log.ended(query));
  }
}
