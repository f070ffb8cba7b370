package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.server.metrics.AuthMetrics;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the guard tells of its judgements. */
final class AuditLogTest {
  private static final String SECRET = "arco_secret";

  private final VirtualTime time = new VirtualTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger audit = (Logger) LoggerFactory.getLogger("io.arco.audit");
  private final Guard guard =
      new Guard(
          token ->
              token.equals(SECRET)
                  ? Future.succeededFuture(
                      new Principal(
                          "ann",
                          Optional.of(new Tenant("acme")),
                          List.of("lab"),
                          Set.of(),
                          Optional.of(Role.WRITER)))
                  : Future.failedFuture(AuthProblems.unauthenticated()),
          new HostNames(Set.of()),
          new RateLimits(0, 1, time.clock()),
          new AuditLog(time.clock()),
          new AuthMetrics(registry),
          time.scheduler());

  @BeforeEach
  void listen() {
    lines.start();
    audit.addAppender(lines);
    audit.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    audit.detachAppender(lines);
    audit.setLevel(null);
  }

  private Future<Admission> call(Access access, String token, String tenant) {
    return guard.admit(
        new Call(
            "doIt",
            access,
            "r1",
            Optional.ofNullable(token),
            (home, workspace) -> Workspace.of(tenant == null ? home : tenant, workspace)));
  }

  private static ErrorCode code(Future<?> refused) {
    return ((ProblemException) refused.cause()).problem().code();
  }

  private String line(int index) {
    return String.valueOf(lines.list.get(index).getKeyValuePairs());
  }

  @Test
  void aPermittedWriteIsOneLineAndAReadIsNone() {
    assertTrue(call(Access.READER, SECRET, null).succeeded());
    assertEquals(0, lines.list.size());
    assertTrue(call(Access.WRITER, SECRET, null).succeeded());
    assertEquals(1, lines.list.size());
    assertEquals(
        "[outcome=\"allow\", operation=\"doIt\", requestId=\"r1\", principal=\"ann\","
            + " tenant=\"acme\", workspace=\"lab\"]",
        line(0));
  }

  @Test
  void aRefusalSaysWhyAndNotWhereTo() {
    assertEquals(ErrorCode.UNAUTHENTICATED, code(call(Access.READER, null, null)));
    assertEquals(ErrorCode.UNAUTHENTICATED, code(call(Access.READER, "arco_other", null)));
    assertEquals(ErrorCode.WORKSPACE_NOT_FOUND, code(call(Access.READER, SECRET, "zeta")));
    assertEquals(ErrorCode.PERMISSION_DENIED, code(call(Access.ADMIN, SECRET, null)));
    assertEquals(4, lines.list.size());
    assertTrue(line(1).contains("reason=\"unauthenticated\""), line(1));
    assertTrue(line(2).contains("reason=\"workspace\""), line(2));
    assertTrue(line(2).contains("tenant=\"acme\""), line(2));
    assertTrue(line(3).contains("reason=\"role\""), line(3));
    for (int i = 0; i < 4; i++) {
      assertFalse(line(i).contains("zeta") || line(i).contains("arco_"), line(i));
    }
    assertEquals(2, registry.counter("arco.auth.denied", "reason", "unauthenticated").count());
    assertEquals(1, registry.counter("arco.auth.denied", "reason", "workspace").count());
  }

  @Test
  void refusalsBeyondTheBoundAreCountedAndToldLater() {
    int more = 50;
    for (int i = 0; i < AuditLog.MAX_DENIED_PER_SECOND + more; i++) {
      call(Access.READER, null, null);
    }
    assertEquals(AuditLog.MAX_DENIED_PER_SECOND, lines.list.size());
    time.advance(1_000);
    call(Access.READER, null, null);
    assertEquals(AuditLog.MAX_DENIED_PER_SECOND + 1, lines.list.size());
    assertTrue(line(AuditLog.MAX_DENIED_PER_SECOND).contains("notLogged=\"50\""));
    assertEquals(
        AuditLog.MAX_DENIED_PER_SECOND + more + 1,
        registry.counter("arco.auth.denied", "reason", "unauthenticated").count());
  }
}
