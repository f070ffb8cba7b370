package io.arco.server.metrics;

import io.arco.server.flight.FlightSql;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What Flight SQL is doing, and the memory it holds while it does. */
public final class FlightMetrics {
  private FlightMetrics() {}

  /**
   * Shows it in this registry.
   *
   * @param flight what serves; empty where nothing does: then everything is 0
   */
  public static void register(MeterRegistry registry, Supplier<Optional<FlightSql>> flight) {
    Gauge.builder("arco.flight.streams", () -> of(flight, FlightSql::streams))
        .description("Queries whose results are being streamed over Flight SQL")
        .register(registry);
    Gauge.builder("arco.flight.memory.bytes", () -> of(flight, FlightSql::allocatedBytes))
        .description("Arrow memory in use by Flight SQL")
        .register(registry);
    // Of what it is given, a counter holds on to the function alone.
    FunctionCounter.builder(
            "arco.flight.batches", registry, itself -> of(flight, FlightSql::batches))
        .description("Batches of queries' results sent over Flight SQL")
        .register(registry);
  }

  private static double of(Supplier<Optional<FlightSql>> flight, ToDoubleFunction<FlightSql> what) {
    return flight.get().map(what::applyAsDouble).orElse(0.0);
  }
}
