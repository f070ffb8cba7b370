package io.arco.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refused calls by reason, and reads of the keys of tokens. No label names anyone. Thread-safe. */
public final class AuthMetrics {
  private final Map<String, Counter> denied;
  private final Counter keysRead;
  private final Counter keysFailed;

  /** Counts into this registry. */
  public AuthMetrics(MeterRegistry registry) {
    denied =
        Stream.of("unauthenticated", "workspace", "rate", "role", "host")
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    reason ->
                        Counter.builder("arco.auth.denied")
                            .description("Calls that were refused")
                            .tag("reason", reason)
                            .register(registry)));
    keysRead = reads(registry, "ok");
    keysFailed = reads(registry, "failed");
  }

  private static Counter reads(MeterRegistry registry, String outcome) {
    return Counter.builder("arco.auth.reads")
        .description("Reads of the tokens file or of the keys of tokens")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A call was refused for one of the known reasons. */
  public void denied(String reason) {
    denied.get(reason).increment();
  }

  /** The tokens file or the keys were read, or could not be. */
  public void read(boolean isOk) {
    (isOk ? keysRead : keysFailed).increment();
  }
}
