package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.server.metrics.AuthMetrics;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a call goes on whose caller may not call any more. */
final class HeldCallsTest {
  private static final long BOUND_MILLIS = HeldCalls.JUDGE_MILLIS;

  private final VirtualTime time = new VirtualTime();
  private final List<Throwable> ends = new ArrayList<>();
  private Optional<Principal> bearer = Optional.of(principal("lab", Role.READER));
  private int asked;
  private final Guard guard =
      new Guard(
          token -> {
            asked++;
            return bearer
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(AuthProblems.unauthenticated()));
          },
          new HostNames(Set.of()),
          new RateLimits(1, 1, time.clock()),
          new AuditLog(time.clock()),
          new AuthMetrics(new SimpleMeterRegistry()),
          time.scheduler());

  private static Principal principal(String workspace, Role role) {
    return new Principal(
        "ann", Optional.of(new Tenant("acme")), List.of(workspace), Set.of(), Optional.of(role));
  }

  private static Call call(Access access) {
    return new Call(
        "any", access, "r", Optional.of("token"), (tenant, home) -> Workspace.of(tenant, "lab"));
  }

  private Runnable hold() {
    return guard.hold(call(Access.READER), ends::add);
  }

  private void assertEndedWith(ErrorCode code) {
    time.advance(BOUND_MILLIS);
    assertEquals(1, ends.size());
    assertEquals(code, assertInstanceOf(ProblemException.class, ends.get(0)).problem().code());
    time.advance(10 * BOUND_MILLIS);
    assertEquals(1, ends.size(), "it is told once");
  }

  @Test
  void itGoesOnWhileItsCallerMayCall() {
    hold();
    time.advance(100 * BOUND_MILLIS);
    assertEquals(List.of(), ends);
    assertEquals(100, asked, "and takes nothing of the calls he may make");
  }

  @Test
  void aTokenThatProvesNothingAnyMoreEndsIt() {
    hold();
    time.advance(5 * BOUND_MILLIS);
    bearer = Optional.empty();
    assertEndedWith(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void aWorkspaceThatIsNotTheCallersAnyMoreEndsIt() {
    hold();
    bearer = Optional.of(principal("other", Role.READER));
    assertEndedWith(ErrorCode.WORKSPACE_NOT_FOUND);
  }

  @Test
  void aRoleThatIsTooSmallNowEndsIt() {
    guard.hold(call(Access.WRITER), ends::add);
    assertEndedWith(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void whatIsOverIsJudgedNoMoreAndNothingRuns() {
    Runnable first = hold();
    Runnable second = hold();
    first.run();
    time.advance(BOUND_MILLIS);
    assertEquals(1, asked);
    second.run();
    bearer = Optional.empty();
    time.advance(100 * BOUND_MILLIS);
    assertEquals(1, asked);
    assertEquals(List.of(), ends);
    hold();
    assertEndedWith(ErrorCode.UNAUTHENTICATED);
  }
}
