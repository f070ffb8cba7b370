package io.arco.server.api;

import io.vertx.core.Future;

/** Judges where tables may point. */
@FunctionalInterface
public interface TableLocations {
  /**
   * The location as it is to be registered. Fails with {@link io.arco.problem.ProblemException}
   * INVALID_LOCATION where a table may not point.
   *
   * @param location what the caller said, not null
   */
  Future<String> registered(String location);
}
