package io.arco.server.auth;

/** What an operation asks of its caller. */
public enum Access {
  /** Nothing: it tells nothing of anyone. */
  OPEN(null),
  /** The token of the attempt it is about, which the operation itself verifies. */
  TASK(null),
  /** At least {@link Role#READER}. */
  READER(Role.READER),
  /** At least {@link Role#WRITER}. */
  WRITER(Role.WRITER),
  /** {@link Role#ADMIN}. */
  ADMIN(Role.ADMIN);

  private final Role role;

  Access(Role role) {
    this.role = role;
  }

  /** The role that is needed, or null where no principal is. */
  Role role() {
    return role;
  }

  /** Whether it is told of in the audit log when it is permitted. */
  boolean isAudited() {
    return this == WRITER;
  }
}
