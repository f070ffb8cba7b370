package io.arco.server.postgres;

import io.vertx.pgclient.PgException;
import java.util.List;

/**
 * Which failures of a statement say that it was certainly not applied, and will not be when it is
 * tried again. Source of the states: appendix A of the PostgreSQL manual.
 */
final class Refusals {
  /** A right is missing. */
  static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** The server is a standby, or the session may not write. */
  static final String READ_ONLY = "25006";

  /**
   * Classes of states: not supported, bad value, violated constraint, unknown user or wrong
   * password, unknown database, unknown schema, wrong statement or unknown table or missing right.
   * A server says them before it has begun to commit.
   */
  private static final List<String> CLASSES = List.of("0A", "22", "23", "28", "3D", "3F", "42");

  private Refusals() {}

  /**
   * Whether it was certainly not applied and trying again does not help. All else proves nothing: a
   * cut connection, a server that shuts down, a timeout, a conflict.
   */
  static boolean isFinal(Throwable failure) {
    String state = stateOf(failure);
    return state.equals(READ_ONLY) || CLASSES.stream().anyMatch(state::startsWith);
  }

  /** The five characters of the state; empty where the server did not answer. */
  static String stateOf(Throwable failure) {
    return failure instanceof PgException answered && answered.getSqlState() != null
        ? answered.getSqlState()
        : "";
  }

  /** What went wrong, for a log or an operator: the server's own words, or the client's. */
  static String textOf(Throwable failure) {
    if (failure instanceof PgException answered) {
      return answered.getErrorMessage() + " (" + stateOf(failure) + ")";
    }
    String text = failure.getMessage();
    return text == null ? failure.getClass().getSimpleName() : text;
  }
}
