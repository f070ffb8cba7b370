package io.arco.server.queries;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts queries. Thread-safe. */
public final class QueryMetrics {
  private final MeterRegistry registry;
  private final Map<QueryKind, Map<QueryState, Timer>> timers = new EnumMap<>(QueryKind.class);
  private final Counter slow;

  /**
   * In this registry.
   *
   * @param interrupted how many queries the engine has interrupted because nobody wanted them
   */
  public QueryMetrics(MeterRegistry registry, LongSupplier interrupted) {
    this.registry = registry;
    for (QueryKind kind : QueryKind.values()) {
      Map<QueryState, Timer> ofKind = new EnumMap<>(QueryState.class);
      for (QueryState state :
          new QueryState[] {QueryState.SUCCEEDED, QueryState.FAILED, QueryState.CANCELLED}) {
        ofKind.put(state, timer(kind, state));
      }
      timers.put(kind, ofKind);
    }
    this.slow =
        Counter.builder("arco.queries.slow")
            .description("Queries that took as long as sql.slowMillis")
            .register(registry);
    FunctionCounter.builder("arco.queries.interrupted", interrupted, LongSupplier::getAsLong)
        .description("Queries that the engine was interrupted in, because nobody wanted the rest")
        .register(registry);
  }

  private Timer timer(QueryKind kind, QueryState state) {
    return Timer.builder("arco.queries")
        .description("Time of a query until the last byte of its result was made")
        .tag("kind", kind.text())
        .tag("outcome", state.text())
        .register(registry);
  }

  void watch(Queries queries) {
    Gauge.builder("arco.queries.running", queries, Queries::running)
        .description("Queries that run, wait for the engine, or for their reader")
        .register(registry);
  }

  void ended(TrackedQuery query, boolean isSlow) {
    timers
        .get(query.origin().kind())
        .get(query.state())
        .record(query.elapsedNanos(), TimeUnit.NANOSECONDS);
    if (isSlow) {
      slow.increment();
    }
  }
}
