package io.arco.server.auth;

import io.arco.ledger.Caller;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A caller who is known.
 *
 * @param name stands in the journal and scopes idempotency keys
 * @param tenant the one tenant it belongs to; empty without auth: every tenant
 * @param workspaces those of the tenant it may touch; {@value #ALL} is all of them; the first is
 *     meant where a call names none
 * @param groups it is in, for grants
 * @param role the highest it has; empty: none
 */
public record Principal(
    String name,
    Optional<Tenant> tenant,
    List<String> workspaces,
    Set<String> groups,
    Optional<Role> role) {
  /** Stands for every workspace of the tenant. */
  public static final String ALL = "*";

  /** The most workspaces, and the most groups. */
  public static final int MAX_ENTRIES = 1_000;

  /** The longest name, in characters. */
  public static final int MAX_NAME = 255;

  /** Where calls go that name no workspace, and whose caller has none of his own. */
  static final String DEFAULT = "default";

  /** What the journal calls those who speak for an attempt at a task. */
  static final String TASK = "task";

  /** Everyone, on a server without auth. */
  static final Principal ANYONE =
      new Principal(
          Caller.ANONYMOUS, Optional.empty(), List.of(ALL), Set.of(), Optional.of(Role.ADMIN));

  /** Names that the server itself has in the journal. */
  private static final Set<String> RESERVED = Set.of(Caller.ANONYMOUS, "arco", TASK);

  /** Copies. */
  public Principal {
    workspaces = List.copyOf(workspaces);
    groups = Set.copyOf(groups);
  }

  /**
   * Whether anyone can be called so: 1 to {@value #MAX_NAME} visible ASCII characters, and none of
   * the server's own names.
   */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && text.chars().allMatch(c -> c >= '!' && c <= '~')
        && !RESERVED.contains(text);
  }

  /** The tenant of calls that name none. */
  String homeTenant() {
    return tenant.map(Tenant::name).orElse(DEFAULT);
  }

  /** The workspace of calls that name none. */
  String homeWorkspace() {
    return workspaces.isEmpty() || workspaces.contains(ALL) ? DEFAULT : workspaces.get(0);
  }

  /** Whether it may touch this workspace at all. */
  boolean sees(Workspace workspace) {
    return (tenant.isEmpty() || tenant.get().equals(workspace.tenant()))
        && (workspaces.contains(ALL) || workspaces.contains(workspace.name()));
  }

  /** Whether it has this role, or one beyond it. */
  boolean has(Role needed) {
    return role.isPresent() && role.get().compareTo(needed) >= 0;
  }
}
