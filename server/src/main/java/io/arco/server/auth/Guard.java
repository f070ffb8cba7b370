package io.arco.server.auth;

import io.arco.ledger.Caller;
import io.arco.problem.ProblemException;
import io.arco.runtime.Scheduler;
import io.arco.server.metrics.AuthMetrics;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Judges every call of a server before anything else does: who, where, how often, what.
 * Thread-safe; never blocks.
 */
public final class Guard {
  private final Authenticator authenticator;
  private final boolean isAuthOn;
  private final HostNames hosts;
  private final RateLimits limits;
  private final AuditLog audit;
  private final AuthMetrics metrics;
  private final HeldCalls held;

  /**
   * A guard.
   *
   * @param authenticatorOrNull knows principals; null: everyone is everyone
   * @param hosts by which names it may be asked where everyone is everyone
   * @param scheduler where calls that go on are judged again
   */
  public Guard(
      Authenticator authenticatorOrNull,
      HostNames hosts,
      RateLimits limits,
      AuditLog audit,
      AuthMetrics metrics,
      Scheduler scheduler) {
    this.authenticator = authenticatorOrNull;
    this.isAuthOn = authenticatorOrNull != null;
    this.hosts = hosts;
    this.limits = limits;
    this.audit = audit;
    this.metrics = metrics;
    this.held = new HeldCalls(scheduler, this::judgeAgain);
  }

  /** Whether callers have to be known. */
  public boolean isAuthOn() {
    return isAuthOn;
  }

  /**
   * Refuses a request by a name that may have been rebound to this server.
   *
   * @param authorityOrNull name and port that the request asks for
   * @throws ProblemException HOST_NOT_ALLOWED
   */
  public void checkHost(String authorityOrNull, String requestId) {
    if (!isAuthOn && !hosts.allow(authorityOrNull)) {
      denied(new Call("none", Access.OPEN, requestId, Optional.empty(), null), null, "host");
      throw AuthProblems.hostNotAllowed();
    }
  }

  /**
   * Lets a call pass, or refuses it.
   *
   * @return mostly complete at once; fails with {@link ProblemException} UNAUTHENTICATED,
   *     WORKSPACE_NOT_FOUND, RATE_LIMITED, PERMISSION_DENIED, or with what the place throws
   */
  public Future<Admission> admit(Call call) {
    if (call.access().role() == null) {
      return result(() -> unjudged(call));
    }
    Future<Principal> who = who(call);
    if (who.succeeded()) {
      Principal principal = who.result();
      return result(() -> judge(call, principal));
    }
    return who.onFailure(failure -> denied(call, null, "unauthenticated"))
        .compose(principal -> result(() -> judge(call, principal)));
  }

  /** Judges only who it is, where a call has no other end: a login. */
  public Future<Admission> login(Call call) {
    return who(call)
        .onFailure(failure -> denied(call, null, "unauthenticated"))
        .map(
            principal ->
                new Admission(
                    principal.name(),
                    Workspace.of(principal.homeTenant(), principal.homeWorkspace()),
                    principal.has(Role.ADMIN),
                    true));
  }

  /**
   * Has a call that was let pass, and goes on, ended when it would not be let pass any more: its
   * token is over or was taken back, or its principal may less. Told at the latest {@value
   * HeldCalls#JUDGE_MILLIS} ms after the server knows.
   *
   * @param end is told once, on any thread, why
   * @return to be run when the call is over
   */
  public Runnable hold(Call call, Consumer<Throwable> end) {
    return isAuthOn && call.access().role() != null ? held.hold(call, end) : () -> {};
  }

  /** How often he may call has no part in it: this is no call of his. */
  private Future<Admission> judgeAgain(Call call) {
    return who(call)
        .onFailure(failure -> denied(call, null, "unauthenticated"))
        .compose(principal -> result(() -> permitted(call, principal, placed(call, principal))));
  }

  private Future<Principal> who(Call call) {
    if (!isAuthOn) {
      return Future.succeededFuture(Principal.ANYONE);
    }
    return call.token().isEmpty()
        ? Future.failedFuture(AuthProblems.unauthenticated())
        : authenticator.authenticate(call.token().get());
  }

  private interface Judgement {
    Admission get();
  }

  private static Future<Admission> result(Judgement judgement) {
    try {
      return Future.succeededFuture(judgement.get());
    } catch (ProblemException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Admission unjudged(Call call) {
    String name = isAuthOn && call.access() == Access.TASK ? Principal.TASK : Caller.ANONYMOUS;
    Workspace said = call.place().of(Principal.DEFAULT, Principal.DEFAULT);
    return new Admission(name, said, !isAuthOn, !isAuthOn);
  }

  private Admission judge(Call call, Principal principal) {
    Workspace workspace = placed(call, principal);
    OptionalLong wait = limits.take(workspace.tenant());
    if (wait.isPresent()) {
      denied(call, principal, "rate");
      throw AuthProblems.rateLimited(wait.getAsLong());
    }
    Admission admission = permitted(call, principal, workspace);
    if (isAuthOn && call.access().isAudited()) {
      audit.allowed(call, principal, workspace);
    }
    return admission;
  }

  private Workspace placed(Call call, Principal principal) {
    Workspace workspace = call.place().of(principal.homeTenant(), principal.homeWorkspace());
    if (!principal.sees(workspace)) {
      denied(call, principal, "workspace");
      throw AuthProblems.noSuchWorkspace();
    }
    return workspace;
  }

  private Admission permitted(Call call, Principal principal, Workspace workspace) {
    Role needed = call.access().role();
    if (!principal.has(needed)) {
      denied(call, principal, "role");
      throw AuthProblems.permissionDenied(needed);
    }
    return new Admission(principal.name(), workspace, principal.has(Role.ADMIN), true);
  }

  private void denied(Call call, Principal principalOrNull, String reason) {
    metrics.denied(reason);
    audit.denied(call, principalOrNull, reason);
  }
}
