package io.arco.server.auth;

import java.util.List;

/**
 * What a JWT must be like, and where it says what.
 *
 * @param algorithms that its signature may have; only such as need no secret
 * @param issuer that it must be of
 * @param audience that it must be for
 * @param leewayMillis that clocks may differ
 * @param nameClaim holds the principal's name
 * @param tenantClaim holds the tenant
 * @param workspacesClaim holds the workspaces
 * @param groupsClaim holds the groups
 * @param rolesClaim holds the roles
 */
public record JwtOptions(
    List<String> algorithms,
    String issuer,
    String audience,
    long leewayMillis,
    String nameClaim,
    String tenantClaim,
    String workspacesClaim,
    String groupsClaim,
    String rolesClaim) {
  /** Copies. */
  public JwtOptions {
    algorithms = List.copyOf(algorithms);
  }
}
