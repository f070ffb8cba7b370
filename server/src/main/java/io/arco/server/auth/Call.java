package io.arco.server.auth;

import io.arco.store.Workspace;
import java.util.Optional;

/**
 * A call as the guard sees it, whatever it came by.
 *
 * @param operation the {@code operationId}, or the name of a call of another surface
 * @param access what it asks of its caller
 * @param requestId its id
 * @param token the one it bears, if any
 * @param place where it goes
 */
public record Call(
    String operation, Access access, String requestId, Optional<String> token, Place place) {
  /** Where a call goes. */
  @FunctionalInterface
  public interface Place {
    /**
     * The workspace that the call names, with these names where it names none.
     *
     * @throws io.arco.problem.ProblemException INVALID_REQUEST if nothing can have such a name
     */
    Workspace of(String homeTenant, String homeWorkspace);
  }
}
