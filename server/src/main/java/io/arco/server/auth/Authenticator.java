package io.arco.server.auth;

import io.vertx.core.Future;

/** Knows principals by the tokens they bear. Thread-safe; never blocks. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The principal who bears this token.
   *
   * @param token any text a caller sent
   * @return mostly complete at once; fails with {@link io.arco.problem.ProblemException}
   *     UNAUTHENTICATED, which does not say why, or UNAVAILABLE while nobody can be known
   */
  Future<Principal> authenticate(String token);
}
