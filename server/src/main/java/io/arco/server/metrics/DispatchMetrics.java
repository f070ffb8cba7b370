package io.arco.server.metrics;

import io.arco.server.dispatch.Dispatches;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is under way of handing out tasks, in all workspaces taken together. */
public final class DispatchMetrics {
  private DispatchMetrics() {}

  /** Shows it in this registry. */
  public static void register(MeterRegistry registry, Dispatches dispatches) {
    Gauge.builder("arco.dispatch.polls.waiting", dispatches, Dispatches::waitingPolls)
        .description("Workers that wait for tasks")
        .register(registry);
    Gauge.builder("arco.dispatch.attempts.live", dispatches, Dispatches::liveAttempts)
        .description("Attempts at tasks that are under way")
        .register(registry);
  }
}
