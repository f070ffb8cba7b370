package io.arco.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a principal may do; each role may what those before it may. */
public enum Role {
  /** Reads and queries. */
  READER,
  /** And changes things. */
  WRITER,
  /** And sees the server itself. */
  ADMIN;

  /** The role as it is written in tokens and claims. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this text, if it is one. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
