package io.arco.server.api;

import io.arco.store.Workspace;

/** Whose workspace a request names by its headers. */
final class WorkspaceHeaders {
  private WorkspaceHeaders() {}

  /**
   * The workspace of a request.
   *
   * @param homeTenant where it names no tenant
   * @param homeWorkspace where it names no workspace
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if nothing can have such a name
   */
  static Workspace of(ApiCall call, String homeTenant, String homeWorkspace) {
    String tenant = said(call, ArcoHeaders.TENANT, homeTenant);
    String workspace = said(call, ArcoHeaders.WORKSPACE, homeWorkspace);
    try {
      return Workspace.of(tenant, workspace);
    } catch (IllegalArgumentException e) {
      boolean tenantIsBad = e.getMessage().startsWith("tenant");
      throw RequestProblems.header(
          tenantIsBad ? ArcoHeaders.TENANT : ArcoHeaders.WORKSPACE,
          tenantIsBad ? tenant : workspace,
          "1 to 63 characters of a-z 0-9 - _ beginning with a letter or digit");
    }
  }

  private static String said(ApiCall call, CharSequence header, String fallback) {
    String value = call.header(header);
    return value == null ? fallback : value;
  }
}
