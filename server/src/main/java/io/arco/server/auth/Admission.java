package io.arco.server.auth;

import io.arco.store.Workspace;

/**
 * What the guard found out about a call it let pass.
 *
 * @param principal who calls, as the journal is told
 * @param workspace where it goes
 * @param isAdmin whether it may what admins may there
 * @param isProven whether the caller may know of that workspace: not where the guard let it pass
 *     without a principal
 */
public record Admission(String principal, Workspace workspace, boolean isAdmin, boolean isProven) {}
