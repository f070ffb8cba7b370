package io.arco.server.auth;

import io.arco.runtime.Clock;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each refusal, and for each permitted operation that may change something. Bounded:
 * refusals cost their sender nothing, so beyond so many lines a second they are only counted, and
 * the next line says how many. Thread-safe.
 */
public final class AuditLog {
  /** Lines about refusals in a second. */
  static final int MAX_DENIED_PER_SECOND = 100;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger("io.arco.audit");

  private final Clock clock;
  private long secondBeganNanos;
  private int inThisSecond;
  private long missing;

  /** With its own count of lines. */
  public AuditLog(Clock clock) {
    this.clock = clock;
    this.secondBeganNanos = clock.nanoTime();
  }

  void allowed(Call call, Principal principal, Workspace workspace) {
    line(call, principal, workspace.tenant(), "allow")
        .addKeyValue("workspace", workspace.name())
        .log("audit");
  }

  /** Says nothing of where the call wanted to go: that may be another's name. */
  void denied(Call call, Principal principalOrNull, String reason) {
    long suppressed = takeLine();
    if (suppressed < 0) {
      return;
    }
    Tenant tenant = principalOrNull == null ? null : principalOrNull.tenant().orElse(null);
    LoggingEventBuilder line =
        line(call, principalOrNull, tenant, "deny").addKeyValue("reason", reason);
    if (suppressed > 0) {
      line = line.addKeyValue("notLogged", suppressed);
    }
    line.log("audit");
  }

  /** How many were not logged since the last line; -1 if this one is not to be either. */
  private synchronized long takeLine() {
    long now = clock.nanoTime();
    if (now - secondBeganNanos >= SECOND_NANOS) {
      secondBeganNanos = now;
      inThisSecond = 0;
    }
    if (inThisSecond == MAX_DENIED_PER_SECOND) {
      missing++;
      return -1;
    }
    inThisSecond++;
    long told = missing;
    missing = 0;
    return told;
  }

  private static LoggingEventBuilder line(
      Call call, Principal principalOrNull, Tenant tenantOrNull, String outcome) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("outcome", outcome)
            .addKeyValue("operation", call.operation())
            .addKeyValue("requestId", call.requestId());
    if (principalOrNull != null) {
      line = line.addKeyValue("principal", principalOrNull.name());
    }
    return tenantOrNull == null ? line : line.addKeyValue("tenant", tenantOrNull.name());
  }
}
