package io.arco.server.auth;

import io.arco.ledger.Caller;
import io.arco.problem.ProblemException;
import io.arco.server.metrics.AuthMetrics;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

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

  /**
   * A guard.
   *
   * @param authenticatorOrNull knows principals; null: everyone is everyone
   * @param hosts by which names it may be asked where everyone is everyone
   */
  public Guard(
      Authenticator authenticatorOrNull,
      HostNames hosts,
      RateLimits limits,
      AuditLog audit,
      AuthMetrics metrics) {
    this.authenticator = authenticatorOrNull;
    this.isAuthOn = authenticatorOrNull != null;
    this.hosts = hosts;
    this.limits = limits;
    this.audit = audit;
    this.metrics = metrics;
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
    Workspace workspace = call.place().of(principal.homeTenant(), principal.homeWorkspace());
    if (!principal.sees(workspace)) {
      denied(call, principal, "workspace");
      throw AuthProblems.noSuchWorkspace();
    }
    OptionalLong wait = limits.take(workspace.tenant());
    if (wait.isPresent()) {
      denied(call, principal, "rate");
      throw AuthProblems.rateLimited(wait.getAsLong());
    }
    Role needed = call.access().role();
    if (!principal.has(needed)) {
      denied(call, principal, "role");
      throw AuthProblems.permissionDenied(needed);
    }
    if (isAuthOn && call.access().isAudited()) {
      audit.allowed(call, principal, workspace);
    }
    return new Admission(principal.name(), workspace, principal.has(Role.ADMIN), true);
  }

  private void denied(Call call, Principal principalOrNull, String reason) {
    metrics.denied(reason);
    audit.denied(call, principalOrNull, reason);
  }
}
